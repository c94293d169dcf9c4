package dev.parley.chat.channel;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.parley.platform.problem.ProblemException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GroupTitleTest {

    @Test
    void whatIsAroundATitleIsNoPartOfIt() {
        assertThat(GroupTitle.valid("  Choir\t\n")).isEqualTo("Choir");
        assertThat(GroupTitle.valid("  a  b ")).isEqualTo("a  b");
    }

    @Test
    void lengthCountsCharactersAndNotTheirCodeUnits() {
        assertThat(GroupTitle.valid("🥐".repeat(128))).hasSize(256);
        assertThatThrownBy(() -> GroupTitle.valid("🥐".repeat(129))).isInstanceOf(ProblemException.class);
    }

    @Test
    void whatIsNoTextIsNoTitle() {
        for (String wrong : List.of("", " ", "a\u0000b", "a\nb", "a\u0085b", "a\u2028b", "\ud83e")) {
            assertThatThrownBy(() -> GroupTitle.valid(wrong)).as(wrong).isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> GroupTitle.valid(null)).isInstanceOf(ProblemException.class);
    }
}
