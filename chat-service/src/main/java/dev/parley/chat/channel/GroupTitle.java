package dev.parley.chat.channel;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;

/** The title of a group as people give it. */
final class GroupTitle {

    private static final int MAX_LENGTH = 128;

    private GroupTitle() {}

    /**
     * The title without white space around it: 1 to 128 characters (Unicode code points), none of them a control character or a line break.
     *
     * @throws ProblemException {@code invalid-request} that names the field {@code title}
     */
    static String valid(@Nullable String given) {
        String title = given == null ? "" : given.strip();
        int length = title.codePointCount(0, title.length());
        if (length < 1 || length > MAX_LENGTH) {
            throw InvalidRequest.of("title", "must be 1 to " + MAX_LENGTH + " characters");
        }
        if (title.codePoints().anyMatch(GroupTitle::isControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(title)) {
            throw InvalidRequest.of("title", "must be Unicode text without control characters");
        }
        return title;
    }

    private static boolean isControl(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }
}
