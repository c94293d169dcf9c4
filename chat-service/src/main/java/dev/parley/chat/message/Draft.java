package dev.parley.chat.message;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An entry that somebody wants in a channel's stream, and may have there as far as is known.
 *
 * @param target version of the entry that it is about; 0: none
 * @param mentions who is mentioned, {@link QueuedMessage#EVERYBODY} for all
 * @param reaction what it says, if it is one
 * @param body what clients find beside version, id and so on
 */
record Draft(SendKey key, MessageKind kind, long target, List<Long> mentions, Optional<Reaction> reaction,
        Map<String, Object> body) {

    /** An entry that mentions nobody. */
    static Draft of(SendKey key, MessageKind kind, long target, Map<String, Object> body) {
        return new Draft(key, kind, target, List.of(), Optional.empty(), body);
    }

    Draft with(Reaction said) {
        return new Draft(key, kind, target, mentions, Optional.of(said), body);
    }
}
