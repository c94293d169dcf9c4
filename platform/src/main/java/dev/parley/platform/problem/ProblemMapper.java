package dev.parley.platform.problem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.Errors;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/** Turns whatever ended a request into the problem that its client gets. Unexpected errors are logged here, once. */
final class ProblemMapper {

    private static final Logger log = LoggerFactory.getLogger(ProblemMapper.class);

    private static final Duration STORE_RETRY_AFTER = Duration.ofSeconds(2);

    /** A problem with the headers that belong to it. */
    record Answer(ProblemDetail body, HttpHeaders headers) {

        Answer(ProblemDetail body) {
            this(body, new HttpHeaders());
        }
    }

    Answer map(Throwable error) {
        if (error instanceof ProblemException problem) {
            return fromCatalogue(problem);
        }
        if (causeOf(error, JacksonException.class) instanceof JacksonException json && isClientError(error)) {
            return new Answer(unreadable(json));
        }
        if (StoreAway.isReasonOf(error)) {
            log.warn("the store is away: {}", error.toString());
            return fromCatalogue(new ProblemException(CommonProblem.UNAVAILABLE, "try again in a few seconds")
                    .retryAfter(STORE_RETRY_AFTER));
        }
        return switch (error) {
            case HttpMessageNotReadableException ignored -> answer(CommonProblem.MALFORMED_BODY, "the body is missing");
            case HandlerMethodValidationException invalid -> invalid(violations(invalid));
            case Errors invalid -> invalid(violations(invalid));
            case MethodArgumentTypeMismatchException mismatch -> answer(CommonProblem.MALFORMED_REQUEST,
                    mismatch.getName() + " has the wrong form");
            case TypeMismatchException mismatch -> answer(CommonProblem.MALFORMED_REQUEST,
                    mismatch.getPropertyName() + " has the wrong form");
            case ServerWebInputException input when input.getCause() instanceof TypeMismatchException -> answer(
                    CommonProblem.MALFORMED_REQUEST, parameterName(input.getMethodParameter()) + " has the wrong form");
            case ErrorResponse refusal -> fromFramework(refusal);
            default -> unexpected(error);
        };
    }

    /** The problem for a status that the container or framework chose, without an exception to tell more. */
    static ProblemDetail forStatus(HttpStatusCode status) {
        CommonProblem type = typeOf(status);
        ProblemDetail problem = ProblemDetails.of(type, type.title());
        problem.setStatus(status.value());
        return problem;
    }

    private static Answer fromCatalogue(ProblemException problem) {
        return new Answer(problem.toProblemDetail(), problem.headers());
    }

    private static Answer fromFramework(ErrorResponse refusal) {
        ProblemDetail problem = forStatus(refusal.getStatusCode());
        String detail = refusal.getBody().getDetail();
        if (refusal.getStatusCode().is4xxClientError() && detail != null) {
            problem.setDetail(detail);
        }
        return new Answer(problem, refusal.getHeaders());
    }

    private static Answer unexpected(Throwable error) {
        log.error("unexpected error", error);
        return answer(CommonProblem.INTERNAL_ERROR, "the request could not be completed; the error was logged");
    }

    private static Answer invalid(List<FieldViolation> violations) {
        return fromCatalogue(InvalidRequest.of(violations));
    }

    private static Answer answer(CommonProblem type, String detail) {
        return new Answer(ProblemDetails.of(type, detail));
    }

    private static ProblemDetail unreadable(JacksonException json) {
        String field = json instanceof DatabindException databind ? path(databind) : "";
        if (field.isEmpty()) {
            return ProblemDetails.of(CommonProblem.MALFORMED_BODY, "the body is not valid JSON");
        }
        ProblemDetail problem = ProblemDetails.of(CommonProblem.MALFORMED_BODY, field + " has the wrong form");
        problem.setProperty("errors", List.of(new FieldViolation(field, "has the wrong form")));
        return problem;
    }

    private static String path(DatabindException error) {
        return error.getPath()
                .stream()
                .map(step -> step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getPropertyName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static List<FieldViolation> violations(Errors invalid) {
        List<FieldViolation> violations = new ArrayList<>();
        invalid.getFieldErrors()
                .forEach(e -> violations.add(new FieldViolation(e.getField(), String.valueOf(e.getDefaultMessage()))));
        invalid.getGlobalErrors()
                .forEach(e -> violations
                        .add(new FieldViolation(e.getObjectName(), String.valueOf(e.getDefaultMessage()))));
        return violations;
    }

    private static List<FieldViolation> violations(HandlerMethodValidationException invalid) {
        List<FieldViolation> violations = new ArrayList<>();
        invalid.getParameterValidationResults().forEach(result -> result.getResolvableErrors().forEach(e -> {
            violations.add(new FieldViolation(parameterName(result.getMethodParameter()),
                    String.valueOf(e.getDefaultMessage())));
        }));
        return violations;
    }

    private static String parameterName(@Nullable MethodParameter parameter) {
        String name = parameter == null ? null : parameter.getParameterName();
        return name == null ? "a parameter" : name;
    }

    private static boolean isClientError(Throwable error) {
        return error instanceof HttpMessageNotReadableException
                || error instanceof ErrorResponse response && response.getStatusCode().is4xxClientError();
    }

    private static <T extends Throwable> @Nullable T causeOf(Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static CommonProblem typeOf(HttpStatusCode status) {
        return switch (status.value()) {
            case 400 -> CommonProblem.MALFORMED_REQUEST;
            case 401 -> CommonProblem.UNAUTHENTICATED;
            case 403 -> CommonProblem.FORBIDDEN;
            case 404 -> CommonProblem.NOT_FOUND;
            case 405 -> CommonProblem.METHOD_NOT_ALLOWED;
            case 406 -> CommonProblem.NOT_ACCEPTABLE;
            case 413 -> CommonProblem.BODY_TOO_LARGE;
            case 415 -> CommonProblem.UNSUPPORTED_MEDIA_TYPE;
            case 422 -> CommonProblem.INVALID_REQUEST;
            case 503 -> CommonProblem.UNAVAILABLE;
            default -> status.is4xxClientError() ? CommonProblem.REQUEST_REFUSED : CommonProblem.INTERNAL_ERROR;
        };
    }
}
