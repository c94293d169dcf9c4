package dev.parley.parts.real;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@NeedsReal(RealComponent.RABBITMQ)
class RabbitMqNodeTest {

    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

    private final RabbitMqNode rabbitMq = RealPartsSet.shared().rabbitMq();

    @Test
    void confirmedMessagesInAQuorumQueueSurviveAnOrderlyRestartAndAKill() throws Exception {
        Needs.ours(rabbitMq);
        publish("parts.kept", "before the restart");

        // In this order: a queue that is declared in the last seconds before a kill is not yet in the node's register of queues.
        rabbitMq.stop();
        assertThat(rabbitMq.isRunning()).isFalse();
        rabbitMq.start();
        publish("parts.kept", "before the kill");
        rabbitMq.kill();
        rabbitMq.start();

        assertThat(take("parts.kept")).isEqualTo("before the restart");
        assertThat(take("parts.kept")).isEqualTo("before the kill");
    }

    private void publish(String queue, String text) throws Exception {
        try (Connection connection = factory().newConnection(); Channel channel = connection.createChannel()) {
            channel.queueDeclare(queue, true, false, false, QUORUM);
            channel.confirmSelect();
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, text.getBytes(StandardCharsets.UTF_8));
            channel.waitForConfirmsOrDie(60_000);
        }
    }

    private String take(String queue) throws Exception {
        try (Connection connection = factory().newConnection(); Channel channel = connection.createChannel()) {
            channel.queueDeclare(queue, true, false, false, QUORUM);
            GetResponse response = channel.basicGet(queue, true);
            return response == null ? "(nothing)" : new String(response.getBody(), StandardCharsets.UTF_8);
        }
    }

    private ConnectionFactory factory() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbitMq.url());
        return factory;
    }
}
