package dev.parley.testkit;

import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;

import com.rabbitmq.client.ConnectionFactory;
import org.junit.jupiter.api.Test;

import dev.parley.testkit.EmbeddedPartsSet.Store;

import static org.assertj.core.api.Assertions.assertThat;

@EmbeddedParts
class EmbeddedPartsTest {

    private final EmbeddedPartsSet parts;

    EmbeddedPartsTest(EmbeddedPartsSet parts) {
        this.parts = parts;
    }

    @Test
    void eachStoreIsASchemaOfItsOwn() throws Exception {
        Store first = parts.store("parley_auth");
        Store second = parts.store("parley_auth");

        assertThat(first.jdbcUrl()).isNotEqualTo(second.jdbcUrl());
        for (Store store : new Store[]{first, second}) {
            try (Connection connection = DriverManager.getConnection(store.jdbcUrl(), store.username(),
                    store.password())) {
                assertThat(connection.createStatement().execute("CREATE TABLE same_name (id INT)")).isFalse();
            }
        }
    }

    @Test
    void aPartThatWasStoppedComesBackOnItsPort() throws Exception {
        int port = parts.redis().port();
        String amqpUrl = parts.amqpUrl();
        parts.redis().stop();
        parts.broker().stop();

        parts.restartStopped();

        assertThat(parts.redis().port()).isEqualTo(port);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            assertThat(socket.isConnected()).isTrue();
        }
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(amqpUrl);
        try (var connection = factory.newConnection()) {
            assertThat(connection.isOpen()).isTrue();
        }
    }
}
