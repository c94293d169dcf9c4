package dev.parley.chat.message;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.stereotype.Component;

import dev.parley.chat.channel.Memberships;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.DeliverySettings;

/** Sends a client that was away exactly what it missed. */
@Component
public class Resume {

    private final Delivery delivery;
    private final Timeline timeline;
    private final History history;
    private final Memberships memberships;
    private final MessageFrames frames;
    private final DeliverySettings settings;

    Resume(Delivery delivery, Timeline timeline, History history, Memberships memberships, MessageFrames frames,
            ChatSettings settings) {
        this.delivery = delivery;
        this.timeline = timeline;
        this.history = history;
        this.memberships = memberships;
        this.frames = frames;
        this.settings = settings.delivery();
    }

    /** What became of one channel of a resume. */
    public sealed interface Answer {

        /** All missed messages were sent, up to this version; later ones are pushed. */
        record Recovered(long lastVersion) implements Answer {}

        /**
         * Not sent: too many were missed, or the first of them were dropped. The client loads history up to {@code lastVersion}; later
         * ones are pushed.
         *
         * @param after the version after which history has what was missed
         */
        record NotRecovered(long lastVersion, long after) implements Answer {}

        /** The channel is not among the person's, or does not exist. */
        record NotFound() implements Answer {}
    }

    /** Where the frames with missed messages go. */
    public interface FrameSink {

        /** Sends a frame, waiting until there is room for it; false when the client is gone. */
        boolean send(byte[] frame) throws InterruptedException;
    }

    /**
     * Sends what was missed in each channel after the version that the client saw last. Blocks.
     *
     * @param seen last version seen, by channel
     */
    public Map<Long, Answer> resume(Attachment who, Map<Long, Long> seen, FrameSink sink)
            throws InterruptedException {
        Map<Long, Long> points = new LinkedHashMap<>();
        for (long channelId : seen.keySet()) {
            if (memberships.isMember(channelId, who.receiver().userId())) {
                delivery.resumePoint(who, channelId).ifPresent(point -> points.put(channelId, point));
            }
        }
        who.receiver().forgetFirstPushed();
        Map<Long, Answer> answers = new LinkedHashMap<>();
        for (Map.Entry<Long, Long> channel : seen.entrySet()) {
            Long point = points.get(channel.getKey());
            answers.put(channel.getKey(), point == null
                    ? new Answer.NotFound()
                    : resume(channel.getKey(), channel.getValue(), point, sink));
        }
        return answers;
    }

    private Answer resume(long channelId, long seen, long upTo, FrameSink sink) throws InterruptedException {
        if (upTo <= seen) {
            return new Answer.Recovered(seen);
        }
        Timeline.Bounds bounds = timeline.bounds(channelId);
        long dropped = bounds.first() - 1;
        if (upTo - seen > settings.resumeLimit() || seen < dropped) {
            return new Answer.NotRecovered(upTo, Math.max(seen, dropped));
        }
        boolean open = true;
        for (long after = seen; open && after < upTo; after += settings.page()) {
            var missed = history.range(channelId, after, Math.min(upTo, after + settings.page()),
                    bounds.lastRecall());
            if (!missed.isEmpty()) {
                for (MessageFrames.Frame frame : frames.frames(channelId, missed)) {
                    open = open && sink.send(frame.json());
                }
            }
        }
        return new Answer.Recovered(Math.max(seen, upTo));
    }
}
