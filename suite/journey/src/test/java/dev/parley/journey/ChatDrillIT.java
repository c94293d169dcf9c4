package dev.parley.journey;

import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import dev.parley.parts.Part;
import dev.parley.parts.real.NeedsReal;
import dev.parley.parts.real.RealComponent;
import dev.parley.parts.real.RealPartsSet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two nodes of chat-service behind the gateway, on real components, and a {@link Crowd} that talks through all of it while something
 * breaks. Every drill ends with the Checker's look at everything.
 */
@Tag("drill")
@NeedsReal({RealComponent.MARIADB, RealComponent.RABBITMQ, RealComponent.REDIS, RealComponent.CONSUL})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatDrillIT {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration OUTAGE = Duration.ofSeconds(10);
    private static final List<String> NODES = List.of("chat-service", "chat-service-2");

    private RealSuite suite;
    private ChatStore store;
    private Map<String, BrokerProxy> proxies;

    @BeforeAll
    void start() {
        String broker = RealPartsSet.shared().rabbitMq().url();
        proxies = Map.of(NODES.getFirst(), new BrokerProxy(broker), NODES.getLast(), new BrokerProxy(broker));
        suite = RealSuite.start(List.of("auth-service", "chat-service", "chat-service-2", "gateway"),
                name -> proxies.containsKey(name)
                        ? Map.of("PARLEY_AMQP_URL", proxy(name).url(), "PARLEY_CHAT_SOCKETS_MAXQUEUESIZE", "512KB")
                        : Map.of());
        store = new ChatStore(suite.parts().mariaDb(), "parley_chat");
    }

    @AfterAll
    void stop() {
        if (suite != null) {
            suite.close();
        }
        proxies.values().forEach(BrokerProxy::close);
    }

    private BrokerProxy proxy(String node) {
        BrokerProxy proxy = proxies.get(node);
        if (proxy == null) {
            throw new IllegalArgumentException(node);
        }
        return proxy;
    }

    /** Makes trouble while a crowd talks, lets it talk on for a while, and looks whether every promise was kept. */
    private void whileACrowdTalks(Consumer<Crowd> trouble) {
        try (Crowd crowd = new Crowd(suite.gateway(), store)) {
            crowd.talks();
            trouble.accept(crowd);
            crowd.awaitProgress();
            crowd.settlesAndFindsEverythingAsPromised();
        } finally {
            NODES.forEach(this::startAgain);
        }
    }

    private void startAgain(String node) {
        if (!suite.service(node).isRunning()) {
            suite.service(node).start();
            suite.awaitFound(node);
        }
    }

    private static void whileAway(Part part, Runnable meanwhile) {
        part.stop();
        try {
            meanwhile.run();
        } finally {
            part.start();
        }
    }

    @Test
    void everyPromiseIsKeptWhenNodesAreKilledOneAfterTheOther() {
        whileACrowdTalks(crowd -> {
            for (String node : NODES) {
                suite.service(node).kill();
                crowd.awaitProgress();
                startAgain(node);
                crowd.awaitProgress();
            }
        });
    }

    @Test
    void everyPromiseIsKeptWhenRabbitMqIsRestarted() {
        whileACrowdTalks(crowd -> {
            whileAway(suite.parts().rabbitMq(), () -> {});
        });
    }

    @Test
    void everyPromiseIsKeptWhenThePrimaryOfMariaDbIsAwayForTenSeconds() {
        whileACrowdTalks(crowd -> {
            whileAway(suite.parts().mariaDb().primary(), () -> LockSupport.parkNanos(OUTAGE.toNanos()));
        });
    }

    @Test
    void everyPromiseIsKeptWhenRedisForgetsEverything() {
        whileACrowdTalks(crowd -> {
            for (int i = 0; i < 5; i++) {
                try (RedisWire redis = new RedisWire(suite.parts().redis().url())) {
                    assertThat(redis.command("FLUSHALL")).isEqualTo("+OK");
                }
                crowd.awaitProgress();
            }
        });
    }

    @Test
    void everyPromiseIsKeptWhenRedisIsAwayForTenSeconds() {
        whileACrowdTalks(crowd -> {
            whileAway(suite.parts().redis(), () -> {
                LockSupport.parkNanos(OUTAGE.toNanos());
                crowd.awaitProgress();
            });
        });
    }

    @Test
    void everyPromiseIsKeptWhenClientsCutTheirConnectionsBetweenSendAndAck() {
        whileACrowdTalks(crowd -> {
            Random random = new Random(1);
            for (int round = 0; round < 40; round++) {
                await().atMost(LONG)
                        .until(() -> crowd.onLoop(() -> crowd.devices().stream().allMatch(TalkingDevice::isReady)));
                crowd.onEveryDevice(TalkingDevice::talk);
                LockSupport.parkNanos(random.nextInt(30) * 1_000_000L);
                crowd.onEveryDevice(TalkingDevice::cut);
            }
            assertThat(crowd.onLoop(() -> crowd.devices().stream()
                    .mapToInt(device -> device.closes().getOrDefault(LoadSocket.BROKEN, 0)).sum()))
                    .isGreaterThanOrEqualTo(40 * crowd.devices().size());
        });
    }

    @Test
    void everyPromiseIsKeptWhenNodesLoseTheBrokerBetweenCommitAndAcknowledgement() {
        whileACrowdTalks(crowd -> {
            for (int round = 0; round < 10; round++) {
                BrokerProxy consuming = swallowingAcknowledgements();
                consuming.cut();
                proxies.values().forEach(BrokerProxy::cut);
                crowd.awaitProgress();
            }
        });
    }

    @Test
    void everyPromiseIsKeptWhenANodeIsKilledBetweenCommitAndAcknowledgement() {
        whileACrowdTalks(crowd -> {
            for (int round = 0; round < 2; round++) {
                BrokerProxy consuming = swallowingAcknowledgements();
                String node = NODES.stream().filter(name -> proxy(name) == consuming).findFirst().orElseThrow();
                suite.service(node).kill();
                proxies.values().forEach(BrokerProxy::cut);
                crowd.awaitProgress();
                startAgain(node);
            }
        });
    }

    /** Swallows what one node after the other says to the broker, until the broker misses acknowledgements of what was committed. */
    private BrokerProxy swallowingAcknowledgements() {
        return await().atMost(LONG).until(() -> {
            BrokerProxy proxy = proxy(NODES.get(new Random().nextInt(NODES.size())));
            proxy.swallow();
            for (int i = 0; i < 100 && proxy.swallowedAcknowledgements() == 0; i++) {
                LockSupport.parkNanos(10_000_000);
            }
            if (proxy.swallowedAcknowledgements() == 0) {
                proxy.cut(); // the other one consumes
            }
            return proxy;
        }, proxy -> proxy.swallowedAcknowledgements() > 0);
    }

    @Test
    void everyPromiseIsKeptWhenTheQueueDeliversEverythingThreeTimes() {
        proxies.values().forEach(proxy -> proxy.overheard().clear());
        whileACrowdTalks(crowd -> {
            crowd.awaitProgress();
            List<BrokerProxy.Published> published = proxies.values().stream()
                    .flatMap(proxy -> proxy.overheard().stream())
                    .filter(message -> message.queue().startsWith("chat.messages.")).toList();
            assertThat(published).hasSizeGreaterThan(50);
            publish(published);
            publish(published.reversed());
        });
    }

    /** Returns when they are in the queues: what is said from now on comes behind them. */
    private void publish(List<BrokerProxy.Published> messages) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(suite.parts().rabbitMq().url());
            try (Connection connection = factory.newConnection(); Channel channel = connection.createChannel()) {
                channel.confirmSelect();
                for (BrokerProxy.Published message : messages) {
                    channel.basicPublish("", message.queue(), null, message.body());
                }
                channel.waitForConfirmsOrDie();
            }
        } catch (IOException | TimeoutException | GeneralSecurityException | URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSlowReaderIsDroppedWith4409WhileTheOthersGoOnAndGetsEverythingAfterwards() {
        whileACrowdTalks(crowd -> {
            TalkingDevice slow = crowd.devices().getLast();
            String channel = crowd.members().keySet().iterator().next();
            double droppedBefore = slowReaders();
            crowd.run(slow::stopReading);
            // Its person's phone receives the same, and writes it.
            TalkingDevice phone = crowd.devices().getFirst();
            String longText = "long ".repeat(3_000);
            await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> {
                crowd.run(() -> {
                    for (int i = 0; i < 10 && phone.unacknowledgedCount() < 20; i++) {
                        phone.send(channel, longText);
                    }
                });
                return slowReaders() > droppedBefore;
            });

            crowd.othersHaveEverythingBut(slow);
            assertThat(crowd.onLoop(slow::closes)).doesNotContainKey(4409);
            crowd.run(slow::readOn);
            await().atMost(LONG).until(() -> crowd.onLoop(() -> slow.closes().containsKey(4409)));
        });
    }

    private double slowReaders() {
        return NODES.stream()
                .map(node -> Api.stranger(suite.service(node).url()).get("/actuator/prometheus"))
                .flatMap(answer -> new String(answer.body(), UTF_8).lines())
                .filter(line -> line.startsWith("parley_chat_sockets_slow_total"))
                .mapToDouble(line -> Double.parseDouble(line.replaceFirst(".* ", ""))).sum();
    }
}
