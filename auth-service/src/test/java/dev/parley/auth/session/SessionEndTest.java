package dev.parley.auth.session;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthServiceTest;
import dev.parley.platform.id.Ids;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What the others hear of a session that ends, and find in Redis. */
class SessionEndTest extends AuthServiceTest {

    @Autowired
    private StringRedisTemplate redis;
    @Autowired
    private RedisConnectionFactory connections;
    @Autowired
    private Sessions sessions;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final RedisMessageListenerContainer listeners = new RedisMessageListenerContainer();

    @BeforeEach
    void listen() {
        listeners.setConnectionFactory(connections);
        listeners.addMessageListener((message, pattern) -> heard.add(new String(message.getBody(), UTF_8)),
                new ChannelTopic("parley:sessions:ended"));
        listeners.afterPropertiesSet();
        listeners.start();
    }

    @AfterEach
    void stopListening() throws Exception {
        listeners.destroy();
    }

    @Test
    void aLoginIsMarkedActiveForAMinute() {
        AuthClient.Person person = client().newPerson();

        assertThat(mark(person)).isEqualTo("active");
        assertThat(redis.getExpire(key(person))).isBetween(50L, 60L);
    }

    @Test
    void aCheckMarksTheSessionActiveAgain() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        redis.delete(key(person));

        assertThat(client.checkSession(person.accessToken()).status()).isEqualTo(204);
        assertThat(mark(person)).isEqualTo("active");
    }

    @Test
    void aLogoutEndsTheSessionAndIsTold() throws Exception {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();

        assertThat(client.logout(person.accessToken()).status()).isEqualTo(204);
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(person.sessionId());
        assertThat(mark(person)).isEqualTo("ended");
        assertThat(redis.getExpire(key(person))).as("longer than any access token").isBetween(1100L, 1200L);
        assertThat(client.refresh(person.refreshToken()).status()).isEqualTo(401);
        assertThat(client.logout(person.accessToken()).status()).as("once more").isEqualTo(204);
    }

    @Test
    void theCheckOfAnEndedSessionIsRefusedAndLeavesTheMark() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        client.logout(person.accessToken());
        AuthClient.Answer check = client.checkSession(person.accessToken());

        assertThat(check.status()).isEqualTo(401);
        assertThat(check.text("code")).isEqualTo("session-ended");
        assertThat(check.header("WWW-Authenticate")).contains("invalid_token");
        assertThat(mark(person)).isEqualTo("ended");
    }

    @Test
    void aCheckThatComesLateDoesNotBringAnEndedSessionBack() {
        AuthClient.Person person = client().newPerson();
        redis.opsForValue().set(key(person), "ended");
        client().checkSession(person.accessToken());

        assertThat(mark(person)).isEqualTo("ended");
    }

    @Test
    void evictedAndRevokedSessionsAreToldToo() throws Exception {
        AuthClient client = client();
        AuthClient.Person evicted = client.newPerson();
        for (int i = 0; i < 5; i++) {
            client.signIn(evicted.username());
        }
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(evicted.sessionId());
        assertThat(mark(evicted)).isEqualTo("ended");

        AuthClient.Person robbed = client.newPerson();
        client.refresh(client.refresh(robbed.refreshToken()).text("refreshToken"));
        client.refresh(robbed.refreshToken());
        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(robbed.sessionId());
        assertThat(mark(robbed)).isEqualTo("ended");
    }

    @Test
    void aSessionIsCheckedForItsOwnPersonOnly() {
        AuthClient.Person one = client().newPerson();
        AuthClient.Person other = client().newPerson();

        assertThat(stands(one, one)).isTrue();
        assertThat(stands(one, other)).isFalse();
        assertThat(stands(other, one)).isFalse();
    }

    private boolean stands(AuthClient.Person session, AuthClient.Person person) {
        return sessions.stands(Ids.parse(session.sessionId()).orElseThrow(), Ids.parse(person.userId()).orElseThrow());
    }

    private String mark(AuthClient.Person person) {
        return String.valueOf(redis.opsForValue().get(key(person)));
    }

    private static String key(AuthClient.Person person) {
        return "parley:session:" + person.sessionId();
    }
}
