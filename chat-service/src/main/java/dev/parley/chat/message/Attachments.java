package dev.parley.chat.message;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/** All receivers of this node, by person. */
@Component
class Attachments {

    private final Map<Long, Set<Attachment>> byUser = new ConcurrentHashMap<>();
    private final LiveChannels live;

    Attachments(LiveChannels live) {
        this.live = live;
    }

    Attachment open(Receiver receiver) {
        Attachment attachment = new Attachment(receiver, live, this::remove);
        byUser.computeIfAbsent(receiver.userId(), user -> ConcurrentHashMap.newKeySet(2)).add(attachment);
        return attachment;
    }

    private void remove(Attachment attachment) {
        byUser.computeIfPresent(attachment.receiver().userId(), (user, all) -> {
            all.remove(attachment);
            return all.isEmpty() ? null : all;
        });
    }

    Set<Attachment> of(long userId) {
        return byUser.getOrDefault(userId, Set.of());
    }

    Set<Long> userIds() {
        return byUser.keySet();
    }
}
