package dev.parley.chat.message;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbPoolDataSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

import dev.parley.platform.id.Ids;
import dev.parley.testkit.EmbeddedParts;
import dev.parley.testkit.EmbeddedPartsSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@EmbeddedParts
@SuppressWarnings("NullAway.Init")
class JdbcMessageLogTest implements ChangesContract {

    static JdbcClient jdbc;
    static JdbcTemplate template;
    static JdbcMessageLog messages;

    @BeforeAll
    static void migrate() throws Exception {
        var store = EmbeddedPartsSet.shared().store("parley_chat");
        MariaDbPoolDataSource source = new MariaDbPoolDataSource(store.jdbcUrl());
        source.setUser(store.username());
        source.setPassword(store.password());
        Flyway.configure().dataSource(source).load().migrate();
        jdbc = JdbcClient.create(source);
        template = new JdbcTemplate(source);
        messages = new JdbcMessageLog(jdbc, new JdbcAppending(jdbc, template), new JdbcTransactionManager(source));
    }

    @Override
    public MessageLog messages() {
        return messages;
    }

    @Override
    public void close(long channelId) {
        jdbc.sql("UPDATE channels SET closed = TRUE WHERE id = ?").param(channelId).update();
    }

    @Override
    public long newChannel() {
        long id = Ids.next();
        jdbc.sql("INSERT INTO channels (id, type, last_version, created_at) VALUES (?, 1, 0, UTC_TIMESTAMP(6))")
                .param(id)
                .update();
        return id;
    }

    @Test
    void theStoreItselfRefusesToGiveAVersionTwice() {
        long channel = newChannel();
        messages.append(List.of(MessageLogContract.queued(channel, 7, "a")));
        jdbc.sql("UPDATE channels SET last_version = 0 WHERE id = ?").param(channel).update();

        assertThatThrownBy(() -> messages.append(List.of(MessageLogContract.queued(channel, 7, "b"))))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(messages.read(channel, 0, 99)).hasSize(1);
    }

    /** 9 MB in the queue is most that may be configured; that is so large a body. Zeros all need escaping on their way. */
    @Test
    void theLargestEntryThatTheQueueMayBringFitsIntoTheStore() {
        long channel = newChannel();
        SealedBody largest = new SealedBody("k1", new byte[(9 << 20) / 4 * 3]);

        messages.append(List.of(new QueuedMessage(Ids.next(), new SendKey(channel, 7, "a"), MessageKind.TEXT, largest,
                "node")));

        assertThat(messages.read(channel, 0, 1).getFirst().body().bytes()).hasSameSizeAs(largest.bytes());
    }

    @Test
    void aValueThatFitsIntoNoColumnIsTheMessagesFaultAndNotTheStores() {
        SealedBody strange = new SealedBody("k".repeat(17), new byte[3]);

        assertThatThrownBy(() -> messages.append(List.of(new QueuedMessage(Ids.next(),
                new SendKey(newChannel(), 7, "a"), MessageKind.TEXT, strange, "node"))))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void aLateMessageOfTheLastPersonOfARemovedChannelIsNoMistake() {
        long deleted = Ids.next();
        jdbc.sql("INSERT INTO deleted_users VALUES (?, UTC_TIMESTAMP(6))").param(deleted).update();
        QueuedMessage late = MessageLogContract.queued(Ids.next(), deleted, "a");
        QueuedMessage mistaken = MessageLogContract.queued(Ids.next(), 7, "a");

        var appended = messages.append(List.of(late, mistaken));

        assertThat(appended.closed()).containsExactly(late);
        assertThat(appended.unknown()).containsExactly(mistaken);
    }

    @Test
    void textsAreCountedAndMentionsNotedInTheSameTransaction() {
        long channel = newChannel();
        QueuedMessage first = MessageLogContract.queued(channel, 7, "a");
        QueuedMessage ofService = new QueuedMessage(Ids.next(), new SendKey(channel, 7, "parley:1"),
                MessageKind.MEMBERS, first.body(), "node");
        QueuedMessage mentioning = new QueuedMessage(Ids.next(), new SendKey(channel, 7, "b"), MessageKind.TEXT, 1,
                List.of(8L, QueuedMessage.EVERYBODY), null, first.body(), "node");

        messages.append(List.of(first, ofService));
        messages.append(List.of(first, mentioning));

        assertThat(jdbc.sql("SELECT ordinal FROM messages WHERE channel_id = ? ORDER BY version").param(channel)
                .query(Integer.class).list()).containsExactly(1, 1, 2);
        assertThat(jdbc.sql("SELECT message_count FROM channels WHERE id = ?").param(channel).query(Integer.class)
                .single()).isEqualTo(2);
        assertThat(jdbc.sql("SELECT CONCAT(user_id, '@', version) FROM mentions WHERE channel_id = ? ORDER BY user_id")
                .param(channel).query(String.class).list()).containsExactly("0@3", "8@3");
        assertThat(messages.read(channel, 2, 3)).singleElement()
                .satisfies(message -> assertThat(message.target()).isEqualTo(1));
    }

    @Test
    void partitionsAreMadeForThisMonthAndTheNextOnesAndOnlyOnce() {
        Clock november = Clock.fixed(Instant.parse("2027-11-20T12:00:00Z"), ZoneOffset.UTC);
        Clock january = Clock.fixed(Instant.parse("2028-01-01T00:00:00Z"), ZoneOffset.UTC);

        new MonthlyPartitions(jdbc, 2, november).makeAhead();
        new MonthlyPartitions(jdbc, 2, november).makeAhead();
        assertThat(partitions()).containsExactly("p202711", "p202712", "p202801", "later");

        new MonthlyPartitions(jdbc, 2, january).makeAhead();
        assertThat(partitions()).containsExactly("p202711", "p202712", "p202801", "p202802", "p202803", "later");
    }

    private static List<String> partitions() {
        return jdbc.sql("""
            SELECT partition_name FROM information_schema.partitions
            WHERE table_schema = DATABASE() AND table_name = 'messages' ORDER BY partition_ordinal_position""")
                .query((row, n) -> row.getString(1))
                .list();
    }
}
