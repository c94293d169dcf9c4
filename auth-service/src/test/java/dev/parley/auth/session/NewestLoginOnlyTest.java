package dev.parley.auth.session;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

@TestPropertySource(properties = "parley.auth.session.max-sessions-per-user=1")
class NewestLoginOnlyTest extends AuthServiceTest {

    @Test
    void aNewLoginEndsTheOldOne() {
        AuthClient client = client();
        AuthClient.Person old = client.newPerson();
        AuthClient.Person now = client.signIn(old.username());

        assertThat(client.checkSession(old.accessToken()).status()).isEqualTo(401);
        assertThat(client.refresh(old.refreshToken()).status()).isEqualTo(401);
        assertThat(client.checkSession(now.accessToken()).status()).isEqualTo(204);
        assertThat(client.refresh(now.refreshToken()).status()).isEqualTo(200);
    }
}
