package dev.parley.chat.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.parley.chat.problem.ChatProblem;

/**
 * What the edits, recalls and reactions of one batch do to the texts that they are about, in the order of their versions. Starts from what
 * was so before the batch; what changed is in the end written in the same transaction. The rules: nothing refers to a recalled text any
 * more; a text bears so many different emojis; to react twice, or to take back what is not there, changes nothing.
 */
final class Changes {

    /** Most different emojis that a text bears. */
    static final int MAX_EMOJIS = 20;

    /** That somebody reacts to something with an emoji. */
    record Reacted(Target target, long userId, String emoji) {}

    /** How many react with an emoji; {@code since} is the version of the first of them. */
    record Count(int count, long since) {}

    /**
     * What was so before the batch, as far as the batch has to do with it.
     *
     * @param recalled those of its targets that are recalled
     * @param reacted those of its reactions that stand
     * @param counts the emojis of the texts that it reacts to
     */
    record Before(Set<Target> recalled, Set<Reacted> reacted, Map<Target, Map<String, Count>> counts) {

        static final Before NOTHING = new Before(Set.of(), Set.of(), Map.of());
    }

    /** An edit of a text. */
    record Edit(Target target, long version) {}

    private final Set<Target> recalled;
    private final Set<Reacted> before;
    private final Set<Reacted> reacted;
    private final Map<Target, Map<String, Count>> counts = new HashMap<>();
    private final List<Edit> edits = new ArrayList<>();
    private final Map<Target, Long> recalls = new LinkedHashMap<>();
    private final Map<Target, Set<String>> recounted = new LinkedHashMap<>();

    Changes(Before before) {
        this.recalled = new HashSet<>(before.recalled());
        this.before = before.reacted();
        this.reacted = new HashSet<>(before.reacted());
        before.counts().forEach((target, ofTarget) -> counts.put(target, new LinkedHashMap<>(ofTarget)));
    }

    /** Why an entry cannot follow what came before it, if so. */
    Optional<ChatProblem> refusal(QueuedMessage message) {
        if (!message.kind().changesItsTarget()) {
            return Optional.empty();
        }
        if (recalled.contains(message.targetOf())) {
            return Optional.of(ChatProblem.MESSAGE_RECALLED);
        }
        Reaction reaction = message.reaction();
        return reaction != null && !reaction.removed() && isOneTooMany(message.targetOf(), reaction.emoji())
                ? Optional.of(ChatProblem.TOO_MANY_REACTIONS)
                : Optional.empty();
    }

    private boolean isOneTooMany(Target target, String emoji) {
        Map<String, Count> emojis = counts.getOrDefault(target, Map.of());
        return emojis.size() >= MAX_EMOJIS && !emojis.containsKey(emoji);
    }

    /** Takes over an entry that was not refused and has this version now. */
    void apply(QueuedMessage message, long version) {
        switch (message.kind()) {
            case EDIT -> edits.add(new Edit(message.targetOf(), version));
            case RECALL -> {
                recalled.add(message.targetOf());
                recalls.put(message.targetOf(), version);
            }
            case REACTION -> react(new Reacted(message.targetOf(), message.key().senderId(), emoji(message)),
                    Objects.requireNonNull(message.reaction()).removed(), version);
            case TEXT, MEMBERS, CHANNEL -> {
                // changes no other entry
            }
        }
    }

    private static String emoji(QueuedMessage message) {
        return Objects.requireNonNull(message.reaction()).emoji();
    }

    private void react(Reacted reaction, boolean removed, long version) {
        boolean changed = removed ? reacted.remove(reaction) : reacted.add(reaction);
        if (changed) {
            counts.computeIfAbsent(reaction.target(), target -> new LinkedHashMap<>()).compute(reaction.emoji(),
                    (emoji, count) -> count(count, removed ? -1 : 1, version));
            recounted.computeIfAbsent(reaction.target(), target -> new HashSet<>()).add(reaction.emoji());
        }
    }

    private static @Nullable Count count(@Nullable Count before, int change, long version) {
        Count known = before == null ? new Count(0, version) : before;
        return known.count() + change <= 0 ? null : new Count(known.count() + change, known.since());
    }

    /** The entry as it may be stored: without its body when the text that it is or edits was recalled by this batch. */
    Message asItStands(Message message) {
        boolean gone = switch (message.kind()) {
            case TEXT -> recalls.containsKey(new Target(message.channelId(), message.version()));
            case EDIT -> recalls.containsKey(new Target(message.channelId(), message.target()));
            case RECALL, REACTION, MEMBERS, CHANNEL -> false;
        };
        return gone ? message.erased() : message;
    }

    /** Whether nothing was taken over that changes anything. */
    boolean isEmpty() {
        return edits.isEmpty() && recalls.isEmpty() && recounted.isEmpty();
    }

    List<Edit> edits() {
        return List.copyOf(edits);
    }

    /** The versions of the recalls, by what they recall. */
    Map<Target, Long> recalls() {
        return recalls;
    }

    /** Reactions that stand now and did not before. */
    List<Reacted> added() {
        return reacted.stream().filter(reaction -> !before.contains(reaction)).toList();
    }

    /** Reactions that stood before and do not now. */
    List<Reacted> removed() {
        return before.stream().filter(reaction -> !reacted.contains(reaction)).toList();
    }

    /** An emoji of a text whose count is another one now; 0 when nobody reacts with it any more. */
    record Recounted(Target target, String emoji, Count now) {}

    List<Recounted> recounted() {
        List<Recounted> all = new ArrayList<>();
        recounted.forEach((target, emojis) -> emojis.forEach(emoji -> all.add(new Recounted(target, emoji,
                counts.getOrDefault(target, Map.of()).getOrDefault(emoji, new Count(0, 0))))));
        return all;
    }
}
