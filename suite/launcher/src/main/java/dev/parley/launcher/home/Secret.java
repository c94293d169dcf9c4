package dev.parley.launcher.home;

/** What a suite on one machine keeps secret. Each is made up at random when it is first needed. */
public enum Secret {

    MARIADB_ROOT_PASSWORD(Kind.PASSWORD), STORE_PASSWORD_AUTH(Kind.PASSWORD), STORE_PASSWORD_CHAT(
            Kind.PASSWORD), STORE_PASSWORD_FILE(Kind.PASSWORD), REDIS_PASSWORD(Kind.PASSWORD), AMQP_PASSWORD(
                    Kind.PASSWORD), AUTH_KEY_ENCRYPTION_KEY(Kind.KEY), CHAT_ENCRYPTION_KEY(
                            Kind.KEY), FILE_SIGNING_KEY(Kind.KEY), SAMPLE_USER_PASSWORD(Kind.SHORT_PASSWORD);

    /** Its form. */
    enum Kind {
        /** 32 random bytes in base64url, without padding: fits into an address or a file as it is. */
        PASSWORD,
        /** 32 random bytes in base64, as the services expect keys. */
        KEY,
        /** 12 random bytes in base64url: a person may have to type it. */
        SHORT_PASSWORD
    }

    private final Kind kind;

    Secret(Kind kind) {
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
