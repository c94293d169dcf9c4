package dev.parley.launcher;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.parley.launcher.home.Home;
import dev.parley.launcher.home.Secret;
import dev.parley.launcher.home.Secrets;

/** The services of the suite, in the order in which they are started. */
public enum ServiceKind {

    AUTH("auth-service", 256, "parley_auth", Secret.STORE_PASSWORD_AUTH), CHAT("chat-service", 256, "parley_chat",
            Secret.STORE_PASSWORD_CHAT), FILE("file-service", 256, "parley_file", Secret.STORE_PASSWORD_FILE), HASH(
                    "hash-service", 128, null, null), GATEWAY("gateway", 192, null, null);

    private final String serviceName;
    private final int heapMegabytes;
    private final Optional<StoreAccount> storeAccount;

    /** Schema and account (of the same name) of a service, and which secret its password is. */
    record StoreAccount(String schema, Secret password) {}

    ServiceKind(String serviceName, int heapMegabytes, @Nullable String schema,
            @Nullable Secret password) {
        this.serviceName = serviceName;
        this.heapMegabytes = heapMegabytes;
        this.storeAccount = schema == null || password == null
                ? Optional.empty()
                : Optional.of(new StoreAccount(schema, password));
    }

    /** As in discovery, and as its folder is called. */
    public String serviceName() {
        return serviceName;
    }

    int heapMegabytes() {
        return heapMegabytes;
    }

    Optional<StoreAccount> storeAccount() {
        return storeAccount;
    }

    /** What only this service may know, and where it puts its files. */
    Map<String, String> environment(Home home, Secrets secrets) {
        return switch (this) {
            case AUTH -> Map.of("PARLEY_AUTH_KEY_ENCRYPTION_KEY", secrets.get(Secret.AUTH_KEY_ENCRYPTION_KEY));
            case CHAT -> Map.of("PARLEY_CHAT_ENCRYPTION_KEY", secrets.get(Secret.CHAT_ENCRYPTION_KEY));
            case FILE -> {
                Path files = home.data("files");
                yield Map.of("PARLEY_FILE_SIGNING_KEY", secrets.get(Secret.FILE_SIGNING_KEY),
                        "PARLEY_FILE_STAGING", files.resolve("staging").toString(),
                        "PARLEY_FILE_BLOBS", files.resolve("blobs").toString());
            }
            case HASH, GATEWAY -> Map.of();
        };
    }
}
