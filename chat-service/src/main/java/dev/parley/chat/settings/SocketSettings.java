package dev.parley.chat.settings;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of one WebSocket.
 *
 * @param maxFrameSize largest frame accepted from a client
 * @param maxQueueSize most bytes that may wait for a client that reads slowly; more than the largest batch of messages that is
 *        pushed at once. The bytes are shared by all sockets of a channel
 * @param heartbeatInterval how often a ping is sent
 * @param idleTimeout a socket from which nothing came for this long, no pong either, is closed
 * @param operationsPerSecond how many operations (objects in frames) a client may send on average
 * @param operationBurst how many it may send at once
 * @param maxResumeChannels most channels in one resume
 * @param tokenGrace while Redis is away nobody says that a session ended: a socket is closed this long after its token expired
 * @param drainPeriod over which the sockets are told to reconnect before the node stops
 * @param closeTimeout how long the other side may take to answer a close
 */
public record SocketSettings(@DefaultValue("128KB") DataSize maxFrameSize, @DefaultValue("4MB") DataSize maxQueueSize,
        @DefaultValue("25s") Duration heartbeatInterval, @DefaultValue("75s") Duration idleTimeout,
        @DefaultValue("100") int operationsPerSecond, @DefaultValue("500") int operationBurst,
        @DefaultValue("1000") int maxResumeChannels, @DefaultValue("60s") Duration tokenGrace,
        @DefaultValue("3s") Duration drainPeriod, @DefaultValue("5s") Duration closeTimeout) {

    public SocketSettings {
        Checks.that(maxFrameSize.toBytes() >= 1024 && maxFrameSize.toBytes() <= 16 << 20,
                "parley.chat.sockets.max-frame-size", "must be 1 KB to 16 MB");
        Checks.that(maxQueueSize.toBytes() >= 64 << 10 && maxQueueSize.toBytes() <= 256 << 20,
                "parley.chat.sockets.max-queue-size", "must be 64 KB to 256 MB");
        Checks.that(heartbeatInterval.isPositive(), "parley.chat.sockets.heartbeat-interval", "must be more than 0");
        Checks.that(idleTimeout.compareTo(heartbeatInterval) > 0, "parley.chat.sockets.idle-timeout",
                "must be more than heartbeat-interval");
        Checks.that(operationsPerSecond >= 1, "parley.chat.sockets.operations-per-second", "must be at least 1");
        Checks.that(operationBurst >= 1, "parley.chat.sockets.operation-burst", "must be at least 1");
        Checks.that(maxResumeChannels >= 1, "parley.chat.sockets.max-resume-channels", "must be at least 1");
        Checks.that(!tokenGrace.isNegative(), "parley.chat.sockets.token-grace", "must not be negative");
        Checks.that(!drainPeriod.isNegative(), "parley.chat.sockets.drain-period", "must not be negative");
        Checks.that(closeTimeout.isPositive(), "parley.chat.sockets.close-timeout", "must be more than 0");
    }
}
