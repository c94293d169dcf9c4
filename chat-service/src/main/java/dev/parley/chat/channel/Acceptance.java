package dev.parley.chat.channel;

import java.util.Collection;
import java.util.Set;

/** Who takes messages from whom. Answers are up to date with the store; methods block. */
public interface Acceptance {

    /**
     * Whether {@code reader} takes messages from {@code writer}: did not block them, and lets everybody write or has them among their
     * contacts.
     *
     * @param readerBegan the reader opened the channel between the two: then the writer may answer, contact or not
     */
    boolean accepts(long reader, long writer, boolean readerBegan);

    /** Those of these people who take messages from {@code writer} without having begun; at most 1000 are asked for. */
    Set<Long> accepting(Collection<Long> readers, long writer);

    /** Whether {@code blocker} blocked {@code blocked}. */
    boolean blocks(long blocker, long blocked);
}
