package dev.parley.chat.message;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

class MemberEntryTest {

    private static MemberEntry read(String body) {
        return MemberEntry.read(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whoLeftAndWhoWasRemovedIsGoneAlike() {
        String one = Ids.format(1);
        String two = Ids.format(2);
        String three = Ids.format(3);

        assertThat(read("{\"joined\":[\"" + one + "\"],\"left\":[\"" + two + "\"],\"removed\":[\"" + three + "\"]}"))
                .isEqualTo(new MemberEntry(Set.of(1L), Set.of(2L, 3L)));
    }

    @Test
    void otherEntriesSayOfNobodyThatTheyCameOrWent() {
        assertThat(read("{\"roles\":{\"x\":\"admin\"}}")).isEqualTo(new MemberEntry(Set.of(), Set.of()));
        assertThat(read("{\"left\":[\"nonsense\",7]}")).isEqualTo(new MemberEntry(Set.of(), Set.of()));
    }
}
