package dev.parley.chat.message;

import java.util.List;
import java.util.Map;

/**
 * An entry that somebody wants in a channel's stream, well formed as far as it tells by itself.
 *
 * @param target version of the entry that it is about; 0: none
 * @param mentions who is mentioned, {@link QueuedMessage#EVERYBODY} for all
 * @param body what clients find beside version, id and so on; not empty
 */
record Draft(SendKey key, MessageKind kind, long target, List<Long> mentions, Map<String, Object> body) {}
