package dev.parley.auth.session;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthClient.Person;
import dev.parley.auth.AuthServiceTest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class RevocationTest extends AuthServiceTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @Autowired
    private StringRedisTemplate redis;
    @Autowired
    private RedisConnectionFactory connections;

    @ParameterizedTest
    @CsvSource({"refresh,", "refresh,&token_type_hint=refresh_token", "refresh,&token_type_hint=access_token",
        "access,", "access,&token_type_hint=access_token", "access,&token_type_hint=refresh_token",
        "access,&token_type_hint=nonsense"})
    void eitherTokenEndsItsSessionWhateverTheHint(String kind, @Nullable String hint) {
        AuthClient client = client();
        Person person = client.newPerson();
        Person other = client.signIn(person.username());
        String token = "access".equals(kind) ? person.accessToken() : person.refreshToken();

        assertThat(revoke("token=" + token + (hint == null ? "" : hint)).status()).isEqualTo(200);
        assertThat(client.checkSession(person.accessToken()).status()).isEqualTo(401);
        assertThat(client.refresh(person.refreshToken()).status()).isEqualTo(401);
        assertThat(redis.opsForValue().get("parley:session:" + person.sessionId())).isEqualTo("ended");
        assertThat(client.checkSession(other.accessToken()).status()).as("another session").isEqualTo(204);
        assertThat(revoke("token=" + token).status()).as("once more").isEqualTo(200);
    }

    @Test
    void theEndIsToldToEverybody() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        RedisMessageListenerContainer listeners = new RedisMessageListenerContainer();
        listeners.setConnectionFactory(connections);
        listeners.addMessageListener((message, pattern) -> heard.add(new String(message.getBody(), UTF_8)),
                new ChannelTopic("parley:sessions:ended"));
        listeners.afterPropertiesSet();
        listeners.start();
        try {
            Person person = client().newPerson();
            revoke("token=" + person.refreshToken());
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(person.sessionId());
        } finally {
            listeners.destroy();
        }
    }

    @Test
    void aRefreshTokenThatWasUsedBeforeRevokesToo() {
        AuthClient client = client();
        Person person = client.newPerson();
        Answer refreshed = client.refresh(person.refreshToken());

        assertThat(revoke("token=" + person.refreshToken()).status()).isEqualTo(200);
        assertThat(client.refresh(refreshed.text("refreshToken")).status()).isEqualTo(401);
    }

    @Test
    void aTokenThatIsNotValidIsAsGoodAsRevoked() {
        AuthClient client = client();
        Person person = client.newPerson();

        for (String token : new String[]{"nonsense", "a.b.c", person.accessToken() + "x", "x".repeat(80),
            "x".repeat(10_000), person.refreshToken().substring(1) + "A", "%F0%9F%90%8E"}) {
            Answer answer = revoke("token=" + token);
            assertThat(answer.status()).as(token).isEqualTo(200);
        }
        assertThat(client.checkSession(person.accessToken()).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "token=", "token", "token_type_hint=access_token", "&&&", "token=a&token=b",
        "token=%zz",
        "%=1&token=a"})
    void aFormWithoutOneTokenIsRefusedAsRfc6749Says(String form) {
        Answer answer = revoke(form);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("invalid-token-request");
        assertThat(answer.text("error")).isEqualTo("invalid_request");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void theTokenIsReadFromTheBodyOnlyAndNotForEver() {
        Person person = client().newPerson();

        assertThat(client().postRaw("/api/auth/revoke?token=" + person.refreshToken(), FORM, "").status())
                .isEqualTo(400);
        assertThat(revoke("token=" + "x".repeat(20_000)).status()).isEqualTo(400);
        assertThat(client().checkSession(person.accessToken()).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data"})
    void anyOtherMediaTypeIsRefused(String type) {
        assertThat(client().postRaw("/api/auth/revoke", type, "{}").status()).isEqualTo(415);
    }

    private Answer revoke(String form) {
        return client().postRaw("/api/auth/revoke", FORM + "; charset=UTF-8", form);
    }
}
