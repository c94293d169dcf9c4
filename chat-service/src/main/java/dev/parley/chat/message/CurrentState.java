package dev.parley.chat.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What texts are now, after all edits and reactions; from the primary. Methods block, and throw as {@link MessageLog} does. */
@Component
class CurrentState {

    /** Index: primary key of message_edits. */
    static final String NEWEST_EDITS = """
        SELECT target, MAX(version) FROM message_edits
        WHERE channel_id = :channel AND target IN (:targets) GROUP BY target""";

    /** Index: primary key of reaction_counts. */
    static final String COUNTS = """
        SELECT target, emoji, since, count FROM reaction_counts WHERE channel_id = :channel AND target IN (:targets)""";

    /** Index: primary key of reactions. */
    static final String MINE = """
        SELECT target, emoji FROM reactions
        WHERE channel_id = :channel AND target IN (:targets) AND user_id = :reader""";

    /** Index: primary key of reaction_counts. */
    static final String EMOJIS = """
        SELECT emoji FROM reaction_counts WHERE channel_id = :channel AND target = :target""";

    private final JdbcClient jdbc;
    private final MessageLog messages;

    CurrentState(JdbcClient jdbc, MessageLog messages) {
        this.jdbc = jdbc;
        this.messages = messages;
    }

    /** How many react with an emoji, and whether the reader is among them. */
    record EmojiCount(String emoji, int count, boolean mine) {}

    /**
     * What a text is now.
     *
     * @param edit the newest edit, if there is one
     * @param reactions in the order in which the emojis came
     */
    record State(Optional<Message> edit, List<EmojiCount> reactions) {

        static final State AS_SENT = new State(Optional.empty(), List.of());
    }

    /** The state of those of these entries that are texts and are not just as they were sent, by version. */
    Map<Long, State> of(long channelId, List<Message> entries, long readerId) {
        List<Long> texts = entries.stream()
                .filter(entry -> entry.kind() == MessageKind.TEXT && !entry.isErased())
                .map(Message::version)
                .toList();
        if (texts.isEmpty()) {
            return Map.of();
        }
        Map<Long, Message> edits = edits(channelId, texts);
        Map<Long, List<EmojiCount>> reactions = reactions(channelId, texts, readerId);
        Map<Long, State> states = new HashMap<>();
        for (long text : texts) {
            State state = new State(Optional.ofNullable(edits.get(text)), reactions.getOrDefault(text, List.of()));
            if (!state.equals(State.AS_SENT)) {
                states.put(text, state);
            }
        }
        return states;
    }

    private Map<Long, Message> edits(long channelId, List<Long> texts) {
        List<Long> newest = jdbc.sql(NEWEST_EDITS).param("channel", channelId).param("targets", texts)
                .query((row, n) -> row.getLong(2))
                .list();
        Map<Long, Message> edits = new HashMap<>();
        messages.read(channelId, newest).stream()
                .filter(edit -> !edit.isErased()) // recalled between the two queries
                .forEach(edit -> edits.put(edit.target(), edit));
        return edits;
    }

    private Map<Long, List<EmojiCount>> reactions(long channelId, List<Long> texts, long readerId) {
        record Counted(long target, String emoji, long since, int count) {}
        List<Counted> counts = jdbc.sql(COUNTS).param("channel", channelId).param("targets", texts)
                .query((row, n) -> new Counted(row.getLong("target"), text(row.getBytes("emoji")),
                        row.getLong("since"), row.getInt("count")))
                .list();
        if (counts.isEmpty()) {
            return Map.of();
        }
        Set<Map.Entry<Long, String>> mine = new HashSet<>(jdbc.sql(MINE).param("channel", channelId)
                .param("targets", counts.stream().map(Counted::target).distinct().toList()).param("reader", readerId)
                .query((row, n) -> Map.entry(row.getLong("target"), text(row.getBytes("emoji"))))
                .list());
        Map<Long, List<EmojiCount>> reactions = new HashMap<>();
        counts.stream().sorted(java.util.Comparator.comparingLong(Counted::since))
                .forEach(counted -> reactions.computeIfAbsent(counted.target(), target -> new ArrayList<>())
                        .add(new EmojiCount(counted.emoji(), counted.count(),
                                mine.contains(Map.entry(counted.target(), counted.emoji())))));
        return reactions;
    }

    /** The different emojis with which anybody reacts to a text. */
    List<String> emojis(long channelId, long target) {
        return jdbc.sql(EMOJIS).param("channel", channelId).param("target", target)
                .query((row, n) -> text(row.getBytes("emoji")))
                .list();
    }

    private static String text(byte[] emoji) {
        return new String(emoji, StandardCharsets.UTF_8);
    }
}
