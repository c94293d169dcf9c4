package dev.parley.chat.message;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.parley.chat.problem.ChatProblem;

/**
 * The store of all messages. In each channel versions are 1, 2, 3 … without gaps, whoever appends and however many at once. Methods
 * block, and throw {@link org.springframework.dao.DataAccessException} or
 * {@link org.springframework.transaction.TransactionException} when the store is away.
 */
interface MessageLog {

    /**
     * What became of a batch.
     *
     * @param written new messages, in the order of the batch
     * @param receipts one for each key of the batch that has a version now, new or known before
     * @param closed messages that came too late: their channel is closed, or was removed with the last of its people; nothing was
     *        written for them, and never will be
     * @param unknown messages to channels that do not exist; nothing was written for them
     * @param refused messages that cannot follow what came before them, as {@link Changes} has it; nothing was written for them
     * @param erased versions of entries whose bodies are gone since now, by channel
     */
    record Appended(List<Message> written, List<Receipt> receipts, List<QueuedMessage> closed,
            List<QueuedMessage> unknown, List<Refused> refused, Map<Long, List<Long>> erased) {}

    /** A message that cannot be stored, and why. */
    record Refused(QueuedMessage message, ChatProblem problem) {}

    /**
     * Appends all or, when it throws, nothing. A message whose key is known, from earlier or from the same batch, gets no second
     * version.
     */
    Appended append(List<QueuedMessage> batch);

    /** The messages with {@code after < version <= upTo}, ascending; up to date. Callers bound the range. */
    List<Message> read(long channelId, long after, long upTo);

    /**
     * The same, perhaps from a replica that lags: then the newest of them may be missing, and some may have bodies that are
     * {@link #erased} by now. In everything else those that are there are right.
     */
    List<Message> readPossiblyStale(long channelId, long after, long upTo);

    /** Those of these versions that are in the store, ascending; up to date. */
    List<Message> read(long channelId, Collection<Long> versions);

    /** The versions with {@code after < version <= upTo} of entries whose bodies are gone; up to date. */
    Set<Long> erased(long channelId, long after, long upTo);

    /** The version of the channel's newest recall, which is higher than those of all erased entries; 0: none. Up to date. */
    long lastRecall(long channelId);

    /** The receipts of those keys that are in the store; up to date. */
    List<Receipt> receipts(Collection<SendKey> keys);

    /**
     * Removes some messages of a closed channel, with their keys, in one transaction; how many rows, 0 when nothing is left.
     *
     * @param limit how many messages at most
     */
    int removeSome(long channelId, int limit);

    /** Those of these channels that exist and are not closed; up to date. Once missing here, a channel never gets a message again. */
    Set<Long> open(Collection<Long> channelIds);

    /** Versions of the newest messages, by channel; up to date. Channels that do not exist are left out. */
    Map<Long, Long> lastVersions(Collection<Long> channelIds);
}
