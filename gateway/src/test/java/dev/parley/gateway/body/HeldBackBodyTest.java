package dev.parley.gateway.body;

import java.util.ArrayList;
import java.util.List;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

class HeldBackBodyTest {

    /** What the writer of Reactor Netty asks for, and after how many pieces it asks for more. */
    private static final int PREFETCH = 128;
    private static final int REFILL = 64;
    private static final int PIECES = 1_000;

    private final EmbeddedChannel connection = new EmbeddedChannel(Writability.HANDLER);
    private final Writability writability = new Writability();
    private final Writer writer = new Writer();

    @AfterEach
    void close() {
        connection.finishAndReleaseAll();
    }

    @Test
    void aConnectionThatTakesEverythingGetsAllInOrder() {
        writability.isOf(connection);

        send();

        assertThat(writer.written).hasSize(PIECES).isSorted();
        assertThat(writer.completed).isTrue();
    }

    @Test
    void aConnectionThatTakesNothingGetsAFewPieces() {
        writability.isOf(connection);
        takes(false);

        send();

        assertThat(writer.written).hasSize(HeldBackBody.AHEAD);
    }

    @Test
    void aConnectionThatTakesBytesAgainGetsTheRest() {
        writability.isOf(connection);
        takes(false);
        send();

        takes(true);

        assertThat(writer.written).hasSize(PIECES).isSorted();
        assertThat(writer.completed).isTrue();
    }

    @Test
    void eachPauseIsKept() {
        writability.isOf(connection);
        takes(false);
        send();
        for (int pause = 1; pause < 10; pause++) {
            writer.stopsAfter = writer.written.size() + 10;

            takes(true);

            assertThat(writer.written.size()).isBetween(writer.stopsAfter, writer.stopsAfter + HeldBackBody.AHEAD);
        }
    }

    @Test
    void nothingIsHeldBackWhileTheConnectionIsUnknown() {
        send();

        assertThat(writer.written).hasSize(PIECES);
    }

    @Test
    void aConnectionThatIsClosedHoldsNothingBack() {
        writability.isOf(connection);
        takes(false);
        connection.close().syncUninterruptibly();

        send();

        assertThat(writer.written).hasSize(PIECES);
    }

    private void send() {
        Flux<DataBuffer> body = Flux.range(0, PIECES).map(number -> DefaultDataBufferFactory.sharedInstance
                .wrap(new byte[]{(byte) (number >> 8), number.byteValue()}));
        HeldBackBody.of(body, writability).subscribe(writer);
    }

    private void takes(boolean writable) {
        connection.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        connection.runPendingTasks();
    }

    /** Asks as Reactor Netty's does: much at first, and more when half of it is gone. */
    private final class Writer extends BaseSubscriber<DataBuffer> {

        private final List<Integer> written = new ArrayList<>();
        private int stopsAfter = Integer.MAX_VALUE;
        private int asked = PREFETCH;
        private boolean completed;

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(PREFETCH);
        }

        @Override
        protected void hookOnNext(DataBuffer piece) {
            written.add((piece.getByte(0) & 0xff) << 8 | piece.getByte(1) & 0xff);
            if (written.size() == stopsAfter) {
                takes(false);
            }
            if (asked - written.size() <= REFILL) {
                int more = PREFETCH - (asked - written.size());
                asked += more;
                request(more);
            }
        }

        @Override
        protected void hookOnComplete() {
            completed = true;
        }
    }
}
