package dev.parley.chat.socket;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import dev.parley.chat.operation.OperationRefused;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.socket.ClientFrames.Request;

/**
 * What happens to a frame that arrives. Operations of a socket are worked on in order. Those that need only memory run on the event loop
 * at once; those that may ask the store go to a virtual thread, and the frames behind them wait.
 */
@Component
class SocketProtocol {

    private static final Logger log = LoggerFactory.getLogger(SocketProtocol.class);

    private final ClientFrames frames;
    private final Scheduler blocking = Schedulers
            .fromExecutorService(Executors.newVirtualThreadPerTaskExecutor(), "socket");

    SocketProtocol(ClientFrames frames) {
        this.frames = frames;
    }

    /** Where operations run that may block. */
    Scheduler blocking() {
        return blocking;
    }

    /** Works on one frame; ends when all its operations were taken over. Called on the event loop. */
    Mono<Void> onFrame(ChatSocket socket, byte[] frame) {
        if (socket.isClosing()) {
            return Mono.empty();
        }
        Optional<List<Request>> requests = frames.read(frame);
        if (requests.isEmpty()) {
            socket.close(CloseCode.MALFORMED);
            return Mono.empty();
        }
        List<Request> allowed = requests.get().stream().filter(request -> isAllowed(socket, request)).toList();
        if (allowed.stream().noneMatch(request -> mayBlock(socket, request))) {
            allowed.forEach(request -> perform(socket, request));
            return Mono.empty();
        }
        return Mono.<Void>fromRunnable(() -> allowed.forEach(request -> perform(socket, request)))
                .subscribeOn(blocking);
    }

    private static boolean isAllowed(ChatSocket socket, Request request) {
        return switch (socket.rateLimit().take()) {
            case ALLOWED -> true;
            case REFUSED -> {
                socket.refuse(request.ref(), ChatProblem.RATE_LIMITED, "slow down");
                yield false;
            }
            case ABUSE -> {
                socket.close(CloseCode.TOO_MANY_FRAMES);
                yield false;
            }
        };
    }

    private static boolean mayBlock(ChatSocket socket, Request request) {
        return request instanceof Request.Understood understood && understood.operation().mayBlock(socket);
    }

    private static void perform(ChatSocket socket, Request request) {
        try {
            switch (request) {
                case Request.Understood understood -> understood.operation().perform(socket);
                case Request.Refused refused -> socket.refuse(refused.ref(), refused.problem(), refused.detail());
            }
        } catch (OperationRefused e) {
            socket.refuse(request.ref(), e.problem(), e.detail());
        } catch (DataAccessException | TransactionException e) {
            log.warn("the store did not answer a socket: {}", e.toString());
            socket.refuse(request.ref(), ChatProblem.STORE_UNAVAILABLE, "try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
