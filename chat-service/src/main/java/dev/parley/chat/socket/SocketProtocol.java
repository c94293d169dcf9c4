package dev.parley.chat.socket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

import dev.parley.chat.channel.Memberships;
import dev.parley.chat.message.Delivery;
import dev.parley.chat.message.MessageIntake;
import dev.parley.chat.message.Resume;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.SocketSettings;
import dev.parley.platform.id.Ids;

/**
 * What happens to a frame that arrives. Operations of a socket are worked on in order. Those that need only memory run on the event loop
 * at once; those that may ask the store go to a virtual thread, and the frames behind them wait.
 */
@Component
class SocketProtocol {

    private static final Logger log = LoggerFactory.getLogger(SocketProtocol.class);

    private final Memberships memberships;
    private final MessageIntake intake;
    private final Resume resume;
    private final SocketSettings settings;
    private final Scheduler blocking = Schedulers
            .fromExecutorService(Executors.newVirtualThreadPerTaskExecutor(), "socket");

    SocketProtocol(Memberships memberships, MessageIntake intake, Resume resume, ChatSettings settings) {
        this.memberships = memberships;
        this.intake = intake;
        this.resume = resume;
        this.settings = settings.sockets();
    }

    /** Where operations run that may block. */
    Scheduler blocking() {
        return blocking;
    }

    /** Works on one frame; ends when all its operations were taken over. Called on the event loop. */
    Mono<Void> onFrame(ChatSocket socket, Delivery.Attachment attachment, byte[] frame) {
        if (socket.isClosing()) {
            return Mono.empty();
        }
        Optional<List<Operation>> operations = ClientFrames.read(frame, settings.maxResumeChannels());
        if (operations.isEmpty()) {
            socket.close(CloseCode.MALFORMED);
            return Mono.empty();
        }
        List<Operation> allowed = operations.get().stream().filter(operation -> isAllowed(socket, operation)).toList();
        if (allowed.stream().noneMatch(operation -> mayBlock(socket, operation))) {
            allowed.forEach(operation -> perform(socket, attachment, operation));
            return Mono.empty();
        }
        return Mono.<Void>fromRunnable(() -> allowed.forEach(operation -> perform(socket, attachment, operation)))
                .subscribeOn(blocking);
    }

    private static boolean isAllowed(ChatSocket socket, Operation operation) {
        return switch (socket.rateLimit().take()) {
            case ALLOWED -> true;
            case REFUSED -> {
                socket.offer(ServerFrames.error(operation.ref(), ChatProblem.RATE_LIMITED, "slow down"));
                yield false;
            }
            case ABUSE -> {
                socket.close(CloseCode.TOO_MANY_FRAMES);
                yield false;
            }
        };
    }

    private boolean mayBlock(ChatSocket socket, Operation operation) {
        return switch (operation) {
            case Operation.Send send -> !memberships.isKnownOpen(send.channelId(), socket.userId());
            case Operation.Resume ignored -> true;
            case Operation.Invalid ignored -> false;
        };
    }

    private void perform(ChatSocket socket, Delivery.Attachment attachment, Operation operation) {
        try {
            switch (operation) {
                case Operation.Send send -> intake.sendText(socket.userId(), send.channelId(), send.clientMessageId(),
                        send.text(), outcome -> socket.offer(ServerFrames.outcome(send.ref(), outcome)));
                case Operation.Resume request -> resume(socket, attachment, request);
                case Operation.Invalid invalid ->
                    socket.offer(ServerFrames.error(invalid.ref(), invalid.problem(), invalid.detail()));
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("the store did not answer a socket: {}", e.toString());
            socket.offer(ServerFrames.error(operation.ref(), ChatProblem.STORE_UNAVAILABLE, "try again"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resume(ChatSocket socket, Delivery.Attachment attachment, Operation.Resume request)
            throws InterruptedException {
        Map<Long, Long> seen = new LinkedHashMap<>();
        request.channels().forEach((id, version) -> Ids.parse(id).ifPresent(channelId -> seen.put(channelId, version)));
        long maxQueueBytes = settings.maxQueueSize().toBytes();
        Map<Long, Resume.Answer> found = resume.resume(attachment, seen,
                frame -> socket.offerWhenRoom(frame, maxQueueBytes));
        Map<String, Resume.Answer> answers = new LinkedHashMap<>();
        for (String id : request.channels().keySet()) {
            Resume.Answer answer = Ids.parse(id).map(found::get).orElse(null);
            answers.put(id, answer == null ? new Resume.Answer.NotFound() : answer);
        }
        socket.offer(ServerFrames.resumed(request.ref(), answers));
    }
}
