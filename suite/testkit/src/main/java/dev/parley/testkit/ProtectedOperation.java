package dev.parley.testkit;

/**
 * An operation that nobody may call without a good token.
 *
 * @param method of HTTP
 * @param path with its query
 * @param isHandshake whether the request asks for a WebSocket
 */
public record ProtectedOperation(String method, String path, boolean isHandshake) {

    public static ProtectedOperation get(String path) {
        return new ProtectedOperation("GET", path, false);
    }

    public static ProtectedOperation post(String path) {
        return new ProtectedOperation("POST", path, false);
    }

    /** The handshake of RFC 6455. */
    public static ProtectedOperation webSocket(String path) {
        return new ProtectedOperation("GET", path, true);
    }

    @Override
    public String toString() {
        return (isHandshake ? "WebSocket" : method) + " " + path;
    }
}
