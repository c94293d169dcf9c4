package dev.parley.chat.contact;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.chat.ChatWorld;
import dev.parley.chat.channel.Acceptance;
import dev.parley.testkit.EmbeddedParts;

import static org.assertj.core.api.Assertions.assertThat;

/** Who takes messages from whom: 1 reads, 2 writes. */
@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class StoredAcceptanceTest {

    private final ChatWorld world = new ChatWorld();
    private JdbcClient jdbc;
    private Acceptance acceptance;

    @BeforeEach
    void store() {
        jdbc = world.migrated();
        acceptance = new StoredAcceptance(jdbc);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void relation(int contact, boolean blocked) {
        jdbc.sql("REPLACE INTO relations VALUES (1, 2, ?, NULL, IF(?, UTC_TIMESTAMP(6), NULL))")
                .params(contact, blocked)
                .update();
    }

    @Test
    void thereAreThreeReasonsToRefuseAndThreeToAccept() {
        assertThat(acceptance.accepts(1, 2, false)).as("nothing is known of a stranger").isTrue();

        jdbc.sql("INSERT INTO user_settings VALUES (1, 1)").update();
        assertThat(acceptance.accepts(1, 2, false)).as("contacts only, a stranger").isFalse();
        assertThat(acceptance.accepts(1, 2, true)).as("contacts only, an answer").isTrue();
        relation(2, false);
        assertThat(acceptance.accepts(1, 2, false)).as("contacts only, who has asked to be one").isFalse();
        relation(3, false);
        assertThat(acceptance.accepts(1, 2, false)).as("contacts only, a contact").isTrue();
        assertThat(acceptance.blocks(1, 2)).isFalse();

        relation(0, true);
        assertThat(acceptance.accepts(1, 2, false)).as("blocked").isFalse();
        assertThat(acceptance.accepts(1, 2, true)).as("blocked, an answer").isFalse();
        assertThat(acceptance.blocks(1, 2)).isTrue();
        assertThat(acceptance.blocks(2, 1)).as("the other way round").isFalse();
        assertThat(acceptance.accepts(2, 1, false)).as("the other way round").isTrue();

        jdbc.sql("UPDATE user_settings SET who_may_write = 0").update();
        assertThat(acceptance.accepts(1, 2, false)).as("everyone, but blocked").isFalse();
    }

    @Test
    void ofManyItIsTheSameAsOfEach() {
        jdbc.sql("INSERT INTO user_settings VALUES (11, 1), (12, 1), (13, 0)").update();
        jdbc.sql("INSERT INTO relations VALUES (12, 2, 3, NULL, NULL), (13, 2, 0, NULL, UTC_TIMESTAMP(6))").update();
        List<Long> readers = List.of(10L, 11L, 12L, 13L);

        assertThat(acceptance.accepting(readers, 2)).containsExactlyInAnyOrder(10L, 12L)
                .isEqualTo(readers.stream().filter(reader -> acceptance.accepts(reader, 2, false))
                        .collect(Collectors.toSet()));
        assertThat(acceptance.accepting(List.of(), 2)).isEmpty();
    }
}
