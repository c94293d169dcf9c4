package dev.parley.launcher.home;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;

import org.junit.jupiter.api.Test;

import dev.parley.launcher.TestFolders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretsTest {

    private final Path folder = TestFolders.fresh("secrets");
    private final Path file = folder.resolve("secrets.properties");

    @Test
    void theyAreMadeOnceAndStayTheSame() {
        Secrets first = Secrets.in(folder);
        Secrets second = Secrets.in(folder);

        for (Secret secret : Secret.values()) {
            assertThat(second.get(secret)).isEqualTo(first.get(secret)).isNotBlank();
        }
        assertThat(Arrays.stream(Secret.values()).map(first::get).distinct()).hasSize(Secret.values().length);
    }

    @Test
    void onlyTheOwnerMayReadThem() throws Exception {
        Secrets.in(folder);

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void keysHave256BitsAndPasswordsNeedNoEscaping() {
        Secrets secrets = Secrets.in(folder);

        assertThat(Base64.getDecoder().decode(secrets.get(Secret.CHAT_ENCRYPTION_KEY))).hasSize(32);
        assertThat(secrets.get(Secret.AMQP_PASSWORD)).matches("[A-Za-z0-9_-]{43}");
        assertThat(secrets.get(Secret.SAMPLE_USER_PASSWORD)).matches("[A-Za-z0-9_-]{16}");
    }

    @Test
    void aSecretThatAnOlderVersionDidNotHaveIsAdded() throws Exception {
        Files.writeString(file, "REDIS_PASSWORD=kept\n");

        Secrets secrets = Secrets.in(folder);

        assertThat(secrets.get(Secret.REDIS_PASSWORD)).isEqualTo("kept");
        assertThat(Secrets.in(folder).get(Secret.FILE_SIGNING_KEY)).isEqualTo(secrets.get(Secret.FILE_SIGNING_KEY));
    }

    @Test
    void aFileThatCannotBeReadIsToldInOneSentence() throws Exception {
        Files.createDirectory(file);

        assertThatThrownBy(() -> Secrets.in(folder)).isInstanceOf(CannotStartException.class)
                .hasMessageContaining(file.toString());
    }
}
