package dev.parley.auth.session;

import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;

import dev.parley.auth.AuthProblem;
import dev.parley.platform.problem.ProblemException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The form that revocation (RFC 7009, section 2.1) and introspection (RFC 7662, section 2.1) are sent. Read from the body
 * only, never from the query, which stands in logs.
 *
 * <p>{@code token_type_hint} is not looked at: what kind a token is shows, and a hint may be wrong.
 *
 * @param token the token that it is about
 */
record TokenForm(String token) {

    private static final int MAX_BYTES = 16 * 1024;

    /**
     * Reads the form.
     *
     * @throws ProblemException {@code invalid-token-request}
     */
    static TokenForm read(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            throw invalid("the form must not be longer than " + MAX_BYTES + " bytes");
        }
        Map<String, String> fields = fields(new String(body, UTF_8));
        String token = fields.getOrDefault("token", "");
        if (token.isEmpty()) {
            throw invalid("token is missing");
        }
        return new TokenForm(token);
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String field : form.split("&")) {
            int equals = field.indexOf('=');
            String name = decode(equals < 0 ? field : field.substring(0, equals));
            if (fields.put(name, equals < 0 ? "" : decode(field.substring(equals + 1))) != null) {
                throw invalid("no field may come twice"); // RFC 6749, section 3.2
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("the form is not application/x-www-form-urlencoded");
        }
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(AuthProblem.INVALID_TOKEN_REQUEST, detail).with("error", "invalid_request");
    }

    @Override
    public String toString() {
        return "TokenForm[hidden]";
    }
}
