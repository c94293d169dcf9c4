package dev.parley.chat.operation;

import java.util.Objects;

import dev.parley.chat.problem.ChatProblem;

/** An operation is refused: the client gets an error frame. Carries no stack trace, as it is thrown for what clients do. */
public final class OperationRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ChatProblem problem;
    private final String detail;

    public OperationRefused(ChatProblem problem, String detail) {
        super(problem.code() + ": " + detail, null, false, false);
        this.problem = problem;
        this.detail = Objects.requireNonNull(detail, "detail");
    }

    public ChatProblem problem() {
        return problem;
    }

    /** Names what is wrong, for the client's developer. */
    public String detail() {
        return detail;
    }
}
