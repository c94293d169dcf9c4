package dev.parley.chat.message;

import java.util.List;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.channel.ChannelEvents;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.platform.id.Ids;

/** Appends what the service has to say, past the queue: the transaction that makes it true carries it. */
@Component
class ServiceEntries implements ChannelEvents {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MessageLog messages;
    private final BodyCipher cipher;
    private final ApplicationEventPublisher events;
    private final String node;

    ServiceEntries(MessageLog messages, BodyCipher cipher, ApplicationEventPublisher events, ChatSettings settings) {
        this.messages = messages;
        this.cipher = cipher;
        this.events = events;
        this.node = settings.nodeId();
    }

    /** Published in the transaction; {@link Announcer} hears it after the commit. */
    record Appended(List<Message> written) {}

    @Override
    public void append(long channelId, long actorId, Event event) {
        long id = Ids.next();
        SealedBody body = cipher.seal(channelId, id, JSON.writeValueAsBytes(event.body()));
        MessageKind kind = switch (event.kind()) {
            case MEMBERS -> MessageKind.MEMBERS;
            case CHANNEL -> MessageKind.CHANNEL;
        };
        SendKey key = new SendKey(channelId, actorId, SendKey.RESERVED + Ids.format(id));
        List<Message> written = messages.append(List.of(new QueuedMessage(id, key, kind, body, node))).written();
        if (!written.isEmpty()) {
            events.publishEvent(new Appended(written));
        }
    }
}
