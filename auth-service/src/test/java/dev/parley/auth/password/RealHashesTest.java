package dev.parley.auth.password;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.test.context.TestPropertySource;

import dev.parley.auth.AuthClient;
import dev.parley.auth.AuthServiceTest;
import dev.parley.platform.id.Ids;

import static org.assertj.core.api.Assertions.assertThat;

/** The service with Argon2id and a pepper, as people run it. */
@TestPropertySource(properties = {"test.real-hasher=true",
    "parley.auth.password.pepper=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="})
class RealHashesTest extends AuthServiceTest {

    @Test
    void passwordsAreStoredAsSaltedArgon2idOnly() {
        AuthClient.Person one = client().newPerson();
        AuthClient.Person two = client().newPerson();
        List<@Nullable String> hashes = jdbc.sql("SELECT password_hash FROM users WHERE id IN (?, ?)")
                .params(idOf(one.userId()), idOf(two.userId()))
                .query(String.class).list();

        assertThat(hashes).hasSize(2).doesNotHaveDuplicates();
        assertThat(hashes).allSatisfy(hash -> assertThat(hash).startsWith("$pepper$")
                .contains("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    @Test
    void anUnknownPersonTakesAsLongAsAWrongPassword() {
        AuthClient client = client();
        String name = client.newPerson().username();
        List<Long> wrong = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        client.login(name, "to warm up");
        for (int i = 0; i < 21; i++) { // in turn, so that whatever else the machine does slows both alike
            wrong.add(time(() -> client.login(name, "not the password")));
            unknown.add(time(() -> client.login(AuthClient.freshName(), "not the password")));
        }
        assertThat((double) median(unknown) / median(wrong)).as("%s ns / %s ns", unknown, wrong)
                .isBetween(1 / 1.5, 1.5);
    }

    @Test
    void aHashMadeWithLessIsReplacedAtTheNextLogin() {
        AuthClient client = client();
        AuthClient.Person person = client.newPerson();
        String weak = String.valueOf(new Argon2PasswordEncoder(16, 32, 1, 7 * 1024, 5).encode(AuthClient.PASSWORD));
        jdbc.sql("UPDATE users SET password_hash = ? WHERE id = ?").params(weak, idOf(person.userId())).update();

        assertThat(client.login(person.username(), "not the password").status()).isEqualTo(401);
        assertThat(passwordHash(person)).isEqualTo(weak);
        client.signIn(person.username());
        assertThat(passwordHash(person)).startsWith("$pepper$").contains("m=19456");
        client.signIn(person.username());
    }

    private String passwordHash(AuthClient.Person person) {
        return jdbc.sql("SELECT password_hash FROM users WHERE id = ?").param(idOf(person.userId())).query(String.class)
                .single();
    }

    private static long idOf(String id) {
        return Ids.parse(id).orElseThrow();
    }

    private static long time(Runnable action) {
        long begin = System.nanoTime();
        action.run();
        return System.nanoTime() - begin;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
