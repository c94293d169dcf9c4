package dev.parley.chat.message;

import java.nio.charset.StandardCharsets;

import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

import dev.parley.chat.operation.OperationRefused;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;

/** What may be the text of a message. */
@Component
class Texts {

    private final DataSize maxSize;

    Texts(ChatSettings settings) {
        this.maxSize = settings.messages().maxTextSize();
    }

    /**
     * The same text.
     *
     * @throws OperationRefused {@code invalid-message} or {@code message-too-large}
     */
    String checked(String text) {
        if (text.isEmpty() || !isWellFormed(text)) {
            throw new OperationRefused(ChatProblem.INVALID_MESSAGE, "text must be Unicode text and not empty");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > maxSize.toBytes()) {
            throw new OperationRefused(ChatProblem.MESSAGE_TOO_LARGE,
                    "text must be at most " + maxSize.toBytes() + " bytes in UTF-8");
        }
        return text;
    }

    /** JSON can carry half a surrogate pair; UTF-8 cannot. */
    private static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
