package dev.parley.platform.problem;

/**
 * One value that is not allowed.
 *
 * @param field where it stands: a JSON path such as {@code members[2].userId}, or the name of a parameter or header
 * @param message what is allowed there, without the value itself, which may be a secret
 */
public record FieldViolation(String field, String message) {}
