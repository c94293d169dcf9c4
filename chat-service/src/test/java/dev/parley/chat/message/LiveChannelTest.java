package dev.parley.chat.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LiveChannelTest {

    private static final long ID = 5;
    private static final BodyCipher CIPHER = new BodyCipher(Fakes.settings(Map.of()));

    /** Remembers the first version of each frame. */
    private static final class Recorder implements Receiver {

        private final long userId;
        private final List<Long> starts = new ArrayList<>();
        private final List<String> passed = new ArrayList<>();

        Recorder(long userId) {
            this.userId = userId;
        }

        @Override
        public long userId() {
            return userId;
        }

        @Override
        public void push(long channelId, long firstVersion, byte[] frame) {
            starts.add(firstVersion);
        }

        @Override
        public void offer(byte[] json) {
            passed.add(new String(json, StandardCharsets.UTF_8));
        }

        @Override
        public OptionalLong firstPushed(long channelId) {
            return starts.isEmpty() ? OptionalLong.empty() : OptionalLong.of(starts.getFirst());
        }

        @Override
        public void forgetFirstPushed() {}
    }

    private final LiveChannel channel = new LiveChannel(ID, 10,
            new MessageFrames(CIPHER, new SimpleMeterRegistry()), entry -> Set.of());
    private final Recorder receiver = new Recorder(7);

    private static List<Message> messages(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(version -> new Message(ID, version, version, MessageKind.TEXT, 0, 7, "m" + version,
                        CIPHER.seal(ID, version, "{\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8)),
                        Instant.EPOCH))
                .toList();
    }

    @Test
    void whatFollowsIsPushedAtOnceAndWhatWasPushedNeverAgain() {
        channel.add(receiver);

        assertThat(channel.offer(messages(11, 12))).isFalse();
        assertThat(channel.offer(messages(11, 12))).isFalse();
        assertThat(channel.offer(messages(12, 13))).isFalse();

        assertThat(receiver.starts).containsExactly(11L, 13L);
    }

    @Test
    void nothingNewerIsPushedBeforeAGapIsFilled() {
        channel.add(receiver);

        assertThat(channel.offer(messages(13, 13))).isTrue();
        assertThat(channel.offer(messages(14, 14))).as("one fills, the others wait").isFalse();
        assertThat(receiver.starts).isEmpty();

        long announced = channel.announced();
        var range = channel.nextRange(14, 200).orElseThrow();
        assertThat(range).isEqualTo(new LiveChannel.Range(10, 14));
        channel.pushFilled(range, messages(11, 14));
        assertThat(channel.endFilling(announced)).isTrue();
        assertThat(channel.offer(messages(15, 15))).isFalse();
        assertThat(receiver.starts).containsExactly(11L, 15L);
    }

    @Test
    void whatIsAnnouncedWhileFillingIsFilledToo() {
        channel.add(receiver);
        channel.offer(messages(12, 12));
        long announced = channel.announced();
        channel.offer(messages(13, 13));

        channel.pushFilled(channel.nextRange(12, 200).orElseThrow(), messages(11, 12));

        assertThat(channel.endFilling(announced)).as("13 is still to come").isFalse();
        assertThat(channel.nextRange(13, 200)).contains(new LiveChannel.Range(12, 13));
    }

    @Test
    void versionsThatTheStoreDoesNotHaveAreForgotten() {
        channel.add(receiver);
        channel.offer(messages(1000, 1000));

        assertThat(channel.nextRange(10, 200)).isEmpty();
        assertThat(channel.endFilling(channel.announced())).isTrue();
        assertThat(channel.offer(messages(11, 11))).isFalse();
        assertThat(receiver.starts).containsExactly(11L);
    }

    @Test
    void theStoreBeingAheadIsAGap() {
        assertThat(channel.isBehind(10)).isFalse();
        assertThat(channel.isBehind(12)).isTrue();
        assertThat(channel.isBehind(12)).as("it is being filled").isFalse();
    }

    @Test
    void aReceiverResumesUpToWhatItWasPushedFirst() {
        channel.add(receiver);
        assertThat(channel.resumePoint(receiver)).isEqualTo(10);

        channel.offer(messages(11, 13));

        assertThat(channel.resumePoint(receiver)).isEqualTo(10);
        assertThat(channel.resumePoint(new Recorder(7))).isEqualTo(13);
        assertThat(channel.removeAndIsEmpty(receiver)).isTrue();
    }

    @Test
    void whatPassesIsSentToAllButOnePersonAndMovesNoVersion() {
        Recorder other = new Recorder(8);
        channel.add(receiver);
        channel.add(other);

        Passing passing = new Passing(7, "{\"type\":\"typing\"}".getBytes(StandardCharsets.UTF_8));
        byte[] encoded = passing.encoded();
        assertThat(Passing.is(encoded)).isTrue();
        channel.pass(Passing.decode(encoded));

        assertThat(receiver.passed).isEmpty();
        assertThat(other.passed).containsExactly("{\"type\":\"typing\"}");
        assertThat(channel.resumePoint(other)).isEqualTo(10);
        assertThat(Passing.is(MessageCodec.startOfPublications("node"))).isFalse();
    }

    private static Message members(long version, String body) {
        return new Message(ID, version, version, MessageKind.MEMBERS, 0, 7, "parley:" + version,
                CIPHER.seal(ID, version, body.getBytes(java.nio.charset.StandardCharsets.UTF_8)), Instant.EPOCH);
    }

    @Test
    void whoIsGoneByAnEntryGetsThatEntryAndNothingAfterIt() {
        LiveChannel watched = new LiveChannel(ID, 10, new MessageFrames(CIPHER, new SimpleMeterRegistry()),
                entry -> entry.version() == 12 ? Set.of(receiver.userId()) : Set.of());
        watched.add(receiver);

        List<Message> batch = new ArrayList<>(messages(11, 11));
        batch.add(members(12, "{\"removed\":[]}"));
        batch.addAll(messages(13, 14));
        assertThat(watched.offer(batch)).isFalse();
        assertThat(watched.offer(messages(15, 15))).isFalse();

        assertThat(receiver.starts).as("11 and 12 come together").containsExactly(11L);
        assertThat(watched.userIds()).isEmpty();
        assertThat(watched.lastPushed()).isEqualTo(15);
    }
}
