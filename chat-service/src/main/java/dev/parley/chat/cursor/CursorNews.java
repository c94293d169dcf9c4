package dev.parley.chat.cursor;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.message.ChannelPush;
import dev.parley.chat.online.PersonPush;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.platform.id.Ids;

/** Tells of cursors that were moved: the person's own devices always, the others where they are few. May be lost: the list of channels has them. */
@Component
class CursorNews {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PersonPush people;
    private final ChannelPush channels;
    private final int shareUpTo;

    CursorNews(PersonPush people, ChannelPush channels, ChatSettings settings) {
        this.people = people;
        this.channels = channels;
        this.shareUpTo = settings.cursors().shareUpTo();
    }

    @JsonPropertyOrder("type")
    private record Frame(String type, String channelId, String userId, long readVersion, long deliveredVersion) {}

    /** Never blocks. */
    void tell(Cursors.Key whose, Cursors.Moved moved) {
        if (moved.changed()) {
            byte[] frame = JSON.writeValueAsBytes(new Frame("cursors", Ids.format(whose.channelId()),
                    Ids.format(whose.userId()), moved.position().read(), moved.position().delivered()));
            people.push(List.of(whose.userId()), frame);
            if (moved.memberCount() <= shareUpTo) {
                channels.push(whose.channelId(), whose.userId(), frame);
            }
        }
    }
}
