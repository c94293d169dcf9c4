package dev.parley.auth.account;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthClient.Answer;
import dev.parley.auth.AuthClient.Person;
import dev.parley.auth.AuthServiceTest;

import static org.assertj.core.api.Assertions.assertThat;

/** What a person changes about how others see them. */
class ProfileTest extends AuthServiceTest {

    private static final String ME = "/api/auth/users/me";

    @Test
    void aPersonChangesTheirDisplayNameAndEverybodySeesIt() {
        AuthClient client = client();
        Person person = client.newPerson();
        Answer changed = client.call("PATCH", ME, person.accessToken(), Map.of("displayName", "  Ada 🐎 Lovelace "));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("displayName")).isEqualTo("Ada 🐎 Lovelace");
        assertThat(changed.text("username")).isEqualTo(person.username());
        assertThat(client.get(ME, person.accessToken()).body()).isEqualTo(changed.body());
        String other = client.newPerson().accessToken();
        assertThat(client.get("/api/auth/users/" + person.userId(), other).body()).isEqualTo(changed.body());
        assertThat(client.get("/api/auth/users?username=" + person.username(), other).body())
                .isEqualTo(changed.body());
    }

    @Test
    void aMergePatchWithoutAChangeChangesNothing() {
        AuthClient client = client();
        Person person = client.newPerson();
        Answer before = client.get(ME, person.accessToken());

        assertThat(patch(client, person, "{}", "application/merge-patch+json").body()).isEqualTo(before.body());
        assertThat(patch(client, person, "{\"displayName\":\"Bob\"}", "application/merge-patch+json")
                .text("displayName")).isEqualTo("Bob");
        assertThat(patch(client, person, "{}", "text/plain").status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "{}", "\"\"", "\" \"", "\"a\\tb\"", "[\"Ada\"]"})
    void aDisplayNameThatIsNoneIsRefused(String value) {
        AuthClient client = client();
        Answer answer = patch(client, client.newPerson(), "{\"displayName\":" + value + "}", "application/json");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.violations()).isEqualTo("displayName");
    }

    @Test
    void aTokenWhoseSessionHasEndedChangesNothing() {
        AuthClient client = client();
        Person person = client.newPerson();
        client.logout(person.accessToken());

        for (Map<String, String> change : List.of(Map.of("displayName", "Mallory"), Map.of("nothing", "at all"))) {
            Answer answer = client.call("PATCH", ME, person.accessToken(), change);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text("code")).isEqualTo("session-ended");
            assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
        }
        Person again = client.signIn(person.username());
        assertThat(client.get(ME, again.accessToken()).text("displayName")).isEqualTo(person.username());
    }

    @Test
    void nobodyChangesSomebodyElse() {
        AuthClient client = client();
        Person victim = client.newPerson();
        Person stranger = client.newPerson();

        assertThat(client.call("PATCH", "/api/auth/users/" + victim.userId(), stranger.accessToken(),
                Map.of("displayName", "Mallory")).status()).isEqualTo(405);
        assertThat(client.get(ME, victim.accessToken()).text("displayName")).isEqualTo(victim.username());
    }

    private static Answer patch(AuthClient client, Person person, String body, String contentType) {
        return client.send(client.request(ME).header("Authorization", "Bearer " + person.accessToken())
                .header("Content-Type", contentType).method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }
}
