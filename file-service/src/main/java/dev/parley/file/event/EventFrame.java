package dev.parley.file.event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Bytes of an event stream (text/event-stream, WHATWG HTML 9.2), ending with an empty line.
 *
 * @param bytes what is sent
 * @param last whether the stream ends with it
 */
record EventFrame(byte[] bytes, boolean last) {

    /** Says nothing, and keeps the connection in use. */
    static final EventFrame HEARTBEAT = of(":\n\n", false);

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z-]{0,40}");

    /** An event with its data in one line. */
    static EventFrame event(String id, String type, String jsonData) {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("not a type of event: " + type);
        }
        if (jsonData.indexOf('\n') >= 0 || jsonData.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("the data of an event is one line");
        }
        return of("id: " + id + "\nevent: " + type + "\ndata: " + jsonData + "\n\n", false);
    }

    /** The first of a stream: from here on events are heard. */
    static EventFrame ready(Duration retry) {
        return of("retry: " + retry.toMillis() + "\nevent: ready\ndata: {}\n\n", false);
    }

    /** The last of a stream, with the reason. */
    static EventFrame end(EndReason reason) {
        return of("event: end\ndata: {\"reason\":\"" + reason.word() + "\"}\n\n", true);
    }

    private static EventFrame of(String text, boolean last) {
        return new EventFrame(text.getBytes(StandardCharsets.UTF_8), last);
    }
}
