package dev.parley.chat.operation;

/** What one frame asks for, read and found well formed. The operations of a socket are performed one after the other, in order. */
public interface Operation {

    /**
     * Whether {@link #perform} may wait, for the store as a rule. Called on the event loop: must not block. What need not wait is performed
     * there, at once; what may is performed on a virtual thread.
     */
    boolean mayBlock(Caller caller);

    /**
     * Performs, and answers through the caller exactly once, now or later. Whoever calls this turns
     * {@link OperationRefused} and an absent store ({@link org.springframework.dao.DataAccessException},
     * {@link org.springframework.transaction.TransactionException}) into an error frame.
     */
    void perform(Caller caller) throws InterruptedException;
}
