package dev.parley.chat.operation;

/** Understands one type of frame that clients send. Each bean of this type adds one. */
public interface OperationHandler {

    /** The frame's {@code type}; no two handlers have the same. */
    String type();

    /**
     * Reads a frame. Called on the event loop: must not block.
     *
     * @throws OperationRefused with what is wrong about it
     */
    Operation read(OperationFrame frame);
}
