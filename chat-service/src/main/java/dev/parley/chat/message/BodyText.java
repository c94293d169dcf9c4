package dev.parley.chat.message;

import java.util.Optional;

import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads the text in a body. */
@Component
class BodyText {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final BodyCipher cipher;

    BodyText(BodyCipher cipher) {
        this.cipher = cipher;
    }

    /** The text of an entry; empty when it has none, or its body does not open. */
    Optional<String> of(Message message) {
        return cipher.open(message.channelId(), message.id(), message.body()).flatMap(BodyText::text);
    }

    private static Optional<String> text(byte[] body) {
        try {
            return JSON.readTree(body).path("text").stringValueOpt();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
