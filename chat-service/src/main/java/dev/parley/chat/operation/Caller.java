package dev.parley.chat.operation;

import dev.parley.chat.problem.ChatProblem;

/** The socket by which an operation came. Methods may be called on any thread and never block; once it is closed they do nothing. */
public interface Caller {

    long userId();

    String sessionId();

    /** Sends a JSON object. */
    void offer(byte[] json);

    /** Answers an operation that has nothing more to say: {@code {"type":"ok","ref":"…"}}. */
    void ok(String ref);

    /** Answers with an error frame. */
    void refuse(String ref, ChatProblem problem, String detail);
}
