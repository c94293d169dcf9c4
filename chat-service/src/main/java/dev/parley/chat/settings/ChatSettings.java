package dev.parley.chat.settings;

import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything under {@code parley.chat}; an unknown or invalid key stops the start.
 *
 * @param nodeId name of this node among its kind; at random when not given, since it need not outlive the process
 */
@ConfigurationProperties(prefix = "parley.chat", ignoreUnknownFields = false)
public record ChatSettings(@Nullable String nodeId, @DefaultValue MessageSettings messages,
        @DefaultValue DeliverySettings delivery, @DefaultValue ChannelSettings channels,
        @DefaultValue SocketSettings sockets,
        @DefaultValue ContactSettings contacts, @DefaultValue TicketSettings tickets,
        @DefaultValue SearchSettings search, @DefaultValue CursorSettings cursors,
        @DefaultValue PresenceSettings presence,
        EncryptionSettings encryption) {

    public ChatSettings {
        nodeId = nodeId == null || nodeId.isBlank() ? UUID.randomUUID().toString().substring(0, 8) : nodeId;
        Checks.that(nodeId.matches("[A-Za-z0-9._-]{1,64}"), "parley.chat.node-id",
                "must be 1 to 64 letters, digits, dots, dashes or underscores");
    }

    /** The node's name; never null once bound. */
    @Override
    public String nodeId() {
        return Objects.requireNonNull(nodeId);
    }
}
