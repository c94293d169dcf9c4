package dev.parley.chat.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import dev.parley.chat.message.Changes.Before;
import dev.parley.chat.message.Changes.Count;
import dev.parley.chat.message.Changes.Reacted;

/**
 * The current state of texts in MariaDB, for the writer: read and written within its transaction, while it holds the locks of the channels'
 * rows. A batch of plain texts never comes here.
 */
final class ChangeTables {

    /** Index: primary key. */
    static final String EDITS_OF = """
        SELECT version FROM message_edits WHERE channel_id = :channel AND target = :target""";

    /** Index: primary key, in each partition. */
    static final String ERASE = """
        UPDATE messages SET key_id = '', body = '' WHERE channel_id = :channel AND version IN (:versions)""";

    /** Index: primary key, each of them; of mentions mentions_by_entry. */
    static final List<String> FORGET = List.of(
            "DELETE FROM message_edits WHERE channel_id = :channel AND target = :target",
            "DELETE FROM reactions WHERE channel_id = :channel AND target = :target",
            "DELETE FROM reaction_counts WHERE channel_id = :channel AND target = :target",
            "DELETE FROM mentions WHERE channel_id = :channel AND version = :target");

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    ChangeTables(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** What these messages need to know of what came before them. */
    Before before(Collection<QueuedMessage> batch) {
        List<QueuedMessage> changes = batch.stream().filter(message -> message.kind().changesItsTarget()).toList();
        List<QueuedMessage> reactions = changes.stream().filter(message -> message.kind() == MessageKind.REACTION)
                .toList();
        return changes.isEmpty()
                ? Before.NOTHING
                : new Before(recalled(changes), reacted(reactions), counts(reactions));
    }

    private Set<Target> recalled(List<QueuedMessage> changes) {
        Set<Target> targets = targets(changes);
        Set<Target> recalled = new HashSet<>();
        jdbc.sql(recalledSql(targets.size())).params(parameters(targets)).query(row -> {
            recalled.add(new Target(row.getLong("channel_id"), row.getLong("version")));
        });
        return recalled;
    }

    /** Index: primary key of erased_messages, for each target. */
    static String recalledSql(int targets) {
        return "SELECT channel_id, version FROM erased_messages WHERE "
                + anyOf(targets, "(channel_id = ? AND version = ?)");
    }

    private Set<Reacted> reacted(List<QueuedMessage> reactions) {
        Set<Reacted> asked = reactions.stream().map(message -> new Reacted(message.targetOf(),
                message.key().senderId(), Objects.requireNonNull(message.reaction()).emoji()))
                .collect(Collectors.toSet());
        Set<Reacted> found = new HashSet<>();
        if (!asked.isEmpty()) {
            jdbc.sql(reactedSql(asked.size())).params(asked.stream().flatMap(reaction -> key(reaction).stream())
                    .toList()).query(row -> {
                        found.add(new Reacted(new Target(row.getLong("channel_id"), row.getLong("target")),
                                row.getLong("user_id"), text(row.getBytes("emoji"))));
                    });
        }
        return found;
    }

    /** Index: primary key of reactions, for each of them. */
    static String reactedSql(int reactions) {
        return "SELECT channel_id, target, user_id, emoji FROM reactions WHERE "
                + anyOf(reactions, "(channel_id = ? AND target = ? AND user_id = ? AND emoji = ?)");
    }

    private Map<Target, Map<String, Count>> counts(List<QueuedMessage> reactions) {
        Set<Target> targets = targets(reactions);
        Map<Target, Map<String, Count>> counts = new HashMap<>();
        if (!targets.isEmpty()) {
            jdbc.sql(countsSql(targets.size())).params(parameters(targets)).query(row -> {
                counts.computeIfAbsent(new Target(row.getLong("channel_id"), row.getLong("target")),
                        target -> new HashMap<>())
                        .put(text(row.getBytes("emoji")), new Count(row.getInt("count"), row.getLong("since")));
            });
        }
        return counts;
    }

    /** Index: primary key of reaction_counts, for each target. */
    static String countsSql(int targets) {
        return "SELECT channel_id, target, emoji, since, count FROM reaction_counts WHERE "
                + anyOf(targets, "(channel_id = ? AND target = ?)");
    }

    /** Writes what changed, after the batch's entries; the versions of each channel whose bodies are gone now. */
    Map<Long, List<Long>> write(Changes changes) {
        batches.batchUpdate("INSERT INTO message_edits (channel_id, target, version) VALUES (?, ?, ?)",
                changes.edits().stream().map(edit -> new Object[]{edit.target().channelId(), edit.target().version(),
                    edit.version()}).toList());
        batches.batchUpdate("INSERT INTO reactions (channel_id, target, user_id, emoji) VALUES (?, ?, ?, ?)",
                changes.added().stream().map(reaction -> key(reaction).toArray()).toList());
        batches.batchUpdate(
                "DELETE FROM reactions WHERE channel_id = ? AND target = ? AND user_id = ? AND emoji = ?",
                changes.removed().stream().map(reaction -> key(reaction).toArray()).toList());
        writeCounts(changes.recounted());
        Map<Long, List<Long>> erased = new LinkedHashMap<>();
        changes.recalls().forEach((target, version) -> erased
                .computeIfAbsent(target.channelId(), channel -> new ArrayList<>()).addAll(recall(target, version)));
        return erased;
    }

    private void writeCounts(List<Changes.Recounted> recounted) {
        batches.batchUpdate("""
            INSERT INTO reaction_counts (channel_id, target, emoji, since, count) VALUES (?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE since = VALUES(since), count = VALUES(count)""",
                recounted.stream().filter(emoji -> emoji.now().count() > 0)
                        .map(emoji -> new Object[]{emoji.target().channelId(), emoji.target().version(),
                            bytes(emoji.emoji()), emoji.now().since(), emoji.now().count()})
                        .toList());
        batches.batchUpdate("DELETE FROM reaction_counts WHERE channel_id = ? AND target = ? AND emoji = ?",
                recounted.stream().filter(emoji -> emoji.now().count() == 0)
                        .map(emoji -> new Object[]{emoji.target().channelId(), emoji.target().version(),
                            bytes(emoji.emoji())})
                        .toList());
    }

    /** Takes the text and its edits out of the store, and all that refers to it; the versions that are empty now. */
    private Set<Long> recall(Target target, long version) {
        Set<Long> gone = new TreeSet<>(jdbc.sql(EDITS_OF).param("channel", target.channelId())
                .param("target", target.version()).query(Long.class).list());
        gone.add(target.version());
        batches.batchUpdate("INSERT INTO erased_messages (channel_id, version) VALUES (?, ?)",
                gone.stream().map(erased -> new Object[]{target.channelId(), erased}).toList());
        jdbc.sql(ERASE).param("channel", target.channelId()).param("versions", gone).update();
        FORGET.forEach(sql -> jdbc.sql(sql).param("channel", target.channelId()).param("target", target.version())
                .update());
        jdbc.sql("UPDATE channels SET last_recall = ? WHERE id = ?").params(version, target.channelId()).update();
        return gone;
    }

    private static Set<Target> targets(List<QueuedMessage> changes) {
        return changes.stream().map(QueuedMessage::targetOf).collect(Collectors.toSet());
    }

    private static List<Object> parameters(Collection<Target> targets) {
        return targets.stream().<Object>mapMulti((target, all) -> {
            all.accept(target.channelId());
            all.accept(target.version());
        }).toList();
    }

    private static List<Object> key(Reacted reaction) {
        return List.of(reaction.target().channelId(), reaction.target().version(), reaction.userId(),
                bytes(reaction.emoji()));
    }

    private static String anyOf(int count, String condition) {
        return condition + (" OR " + condition).repeat(count - 1);
    }

    private static byte[] bytes(String emoji) {
        return emoji.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] emoji) {
        return new String(emoji, StandardCharsets.UTF_8);
    }
}
