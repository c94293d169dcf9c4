package dev.parley.chat.ticket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import dev.parley.chat.bus.RedisBus;
import dev.parley.chat.problem.ChatProblem;
import dev.parley.chat.settings.ChatSettings;
import dev.parley.chat.settings.TicketSettings;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemException;

/**
 * Tickets in Redis, for 30 seconds: {@code parley:chat:ticket:<SHA-256 of the ticket>} holds who it stands for. So whoever reads Redis
 * gets no ticket, and one that was taken is gone in the same step, on whatever node.
 */
@Component
class Tickets {

    static final Duration LIFETIME = Duration.ofSeconds(30);
    static final String KEY = "parley:chat:ticket:";
    private static final String COUNT = "parley:chat:tickets:";
    /** auth-service writes {@code ended} here, for longer than a token lives, before it tells of the end. */
    private static final String SESSION = "parley:session:";
    private static final String ENDED = "ended";

    private static final int BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long MINUTE = 60;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RedisBus redis;
    private final TicketSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    @Autowired
    Tickets(RedisBus redis, ChatSettings settings, Clock clock) {
        this(redis, settings.tickets(), clock);
    }

    Tickets(RedisBus redis, TicketSettings settings, Clock clock) {
        this.redis = redis;
        this.settings = settings;
        this.clock = clock;
    }

    /** What Redis holds. */
    record Holder(String userId, String sessionId, String tokenId, Instant expiresAt) {

        static Holder of(Identity identity) {
            return new Holder(identity.user(), identity.sessionId(), identity.tokenId(), identity.expiresAt());
        }

        Identity identity() {
            return new Identity(Ids.parse(userId).orElseThrow(), sessionId, tokenId, expiresAt);
        }
    }

    /**
     * Makes a ticket for this person and session. Blocks for Redis.
     *
     * @throws ProblemException {@code rate-limited}, {@code tickets-unavailable}
     */
    String issue(Identity identity) {
        RedisAsyncCommands<String, byte[]> commands = commands().orElseThrow(Tickets::unavailable);
        long second = clock.instant().getEpochSecond();
        String count = COUNT + identity.user() + ":" + second / MINUTE;
        RedisFuture<Long> issued = commands.incr(count);
        RedisFuture<Boolean> forgotten = commands.expire(count, 2 * MINUTE);
        if (await(issued) > settings.perMinute()) {
            throw new ProblemException(ChatProblem.RATE_LIMITED,
                    "there are at most " + settings.perMinute() + " tickets a minute")
                    .retryAfter(Duration.ofSeconds(MINUTE - second % MINUTE));
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        await(commands.set(key(ticket), JSON.writeValueAsBytes(Holder.of(identity)), SetArgs.Builder.ex(LIFETIME)));
        await(forgotten);
        return ticket;
    }

    /**
     * Takes a ticket: it can never be taken again. Does not block; the stage ends on a thread of the connection to Redis, with who
     * the ticket stands for, or with nothing when there is no such ticket, or the session has ended or the token expired meanwhile.
     * It ends with {@code tickets-unavailable} while Redis is away; whether the ticket still stands is then not known.
     */
    CompletionStage<Optional<Identity>> take(String ticket) {
        if (!SHAPE.matcher(ticket).matches()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Optional<RedisAsyncCommands<String, byte[]>> commands = commands();
        return commands.isEmpty()
                ? CompletableFuture.failedFuture(unavailable())
                : commands.get().getdel(key(ticket))
                        .thenCompose(holder -> holder == null
                                ? CompletableFuture.completedFuture(Optional.empty())
                                : standing(commands.get(), holder))
                        .toCompletableFuture()
                        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionallyCompose(error -> CompletableFuture.failedFuture(unavailable()));
    }

    private CompletionStage<Optional<Identity>> standing(RedisAsyncCommands<String, byte[]> commands, byte[] holder) {
        Identity identity;
        try {
            identity = JSON.readValue(holder, Holder.class).identity();
        } catch (JacksonException e) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return commands.get(SESSION + identity.sessionId())
                .thenApply(state -> state != null && ENDED.equals(new String(state, StandardCharsets.UTF_8))
                        || !identity.expiresAt().isAfter(clock.instant())
                                ? Optional.empty()
                                : Optional.of(identity));
    }

    private Optional<RedisAsyncCommands<String, byte[]>> commands() {
        return Optional.ofNullable(redis.commands()).map(StatefulRedisConnection::async);
    }

    private static <T> T await(RedisFuture<T> answer) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        }
    }

    private static ProblemException unavailable() {
        return new ProblemException(ChatProblem.TICKETS_UNAVAILABLE, "there are no tickets while Redis is away")
                .retryAfter(Duration.ofSeconds(2));
    }

    static String key(String ticket) {
        try {
            return KEY + HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(ticket.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }
}
