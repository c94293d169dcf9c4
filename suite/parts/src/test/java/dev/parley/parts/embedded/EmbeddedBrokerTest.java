package dev.parley.parts.embedded;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.parley.parts.PartFailedException;
import dev.parley.parts.process.FreePorts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedBrokerTest {

    private Path directory = Path.of("target");
    private EmbeddedBroker broker = broker(directory);

    @BeforeEach
    void start() throws Exception {
        directory = Files.createTempDirectory(Files.createDirectories(Path.of("target/parts")).toAbsolutePath(),
                "broker");
        broker = broker(directory);
        broker.start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void aConfirmedMessageSurvivesARestart() throws Exception {
        try (Connection connection = connect(); Channel channel = connection.createChannel()) {
            channel.queueDeclare("work", true, false, false, Map.of());
            channel.confirmSelect();
            channel.basicPublish("", "work", MessageProperties.PERSISTENT_BASIC,
                    "kept".getBytes(StandardCharsets.UTF_8));
            assertThat(channel.waitForConfirms(60_000)).isTrue();
        }

        broker.stop();
        assertThat(broker.isRunning()).isFalse();
        broker.start();

        try (Connection connection = connect(); Channel channel = connection.createChannel()) {
            assertThat(channel.basicGet("work", true).getBody()).asString().isEqualTo("kept");
        }
    }

    @Test
    void itsStoreTakesItsTimeWhateverAConnectionPoolOfThisJvmHasSet() throws Exception {
        broker.stop();
        int before = DriverManager.getLoginTimeout();
        try {
            DriverManager.setLoginTimeout(1);
            broker.start();
            assertThat(DriverManager.getLoginTimeout()).isEqualTo(1);
            connect().close();
        } finally {
            DriverManager.setLoginTimeout(before);
        }
    }

    @Test
    void onlyOneOfTwoConsumersIsActiveAndTheOtherTakesOver() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        Connection first = connect();
        try (Connection second = connect(); Connection publisher = connect()) {
            Channel channel = publisher.createChannel();
            channel.queueDeclare("ordered", true, false, false, Map.of("x-single-active-consumer", true));
            consume(first, "first", received);
            consume(second, "second", received);
            for (int i = 0; i < 10; i++) {
                channel.basicPublish("", "ordered", MessageProperties.PERSISTENT_BASIC, new byte[0]);
                assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("first");
            }

            first.close();
            channel.basicPublish("", "ordered", MessageProperties.PERSISTENT_BASIC, new byte[0]);

            assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("second");
        }
    }

    @Test
    void argumentsOfTheRealBrokerAreAccepted() throws Exception {
        try (Connection connection = connect(); Channel channel = connection.createChannel()) {
            channel.queueDeclare("other", true, false, false, Map.of("x-queue-type", "quorum", "x-delivery-limit", 5));

            assertThat(channel.queueDeclarePassive("other").getQueue()).isEqualTo("other");
        }
    }

    @Test
    void nobodyGetsInWithAWrongPassword() {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(broker.port());
        factory.setVirtualHost("parley");

        assertThatThrownBy(factory::newConnection).isInstanceOf(PossibleAuthenticationFailureException.class);
    }

    @Test
    void aTakenPortIsToldInOneSentence() throws Exception {
        broker.stop();
        try (ServerSocket taken = new ServerSocket(broker.port(), 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(broker::start).isInstanceOf(PartFailedException.class)
                    .hasMessage("The AMQP broker cannot be started: port " + taken.getLocalPort()
                            + " on 127.0.0.1 is taken.");
        }
    }

    @Test
    void aBrokenStoreIsToldInOneSentence() throws Exception {
        Path file = Files.writeString(directory.resolve("no-folder"), "");
        EmbeddedBroker broken = broker(file);

        assertThatThrownBy(broken::start).isInstanceOf(PartFailedException.class).hasMessageContaining(file.toString());
    }

    private void consume(Connection connection, String name, BlockingQueue<String> received) throws Exception {
        Channel channel = connection.createChannel();
        channel.basicConsume("ordered", true, (_, _) -> received.add(name), _ -> {});
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.url());
        return factory.newConnection();
    }

    private static EmbeddedBroker broker(Path directory) {
        return new EmbeddedBroker(new EmbeddedBroker.Settings(directory, directory.resolve("broker.log"),
                FreePorts.next(), "parley", "secret",
                "parley"));
    }
}
