-- Who has an account. The creation time is in the id.
CREATE TABLE users (
    id            BIGINT       NOT NULL,
    -- as the person wrote it, in NFKC
    username      VARCHAR(32)  NOT NULL,
    -- case-folded: what is compared; folding can make one character into three
    username_key  VARCHAR(96)  CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
    display_name  VARCHAR(64)  NOT NULL,
    -- Argon2id with salt and parameters, in the PHC string format
    password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY users_by_username (username_key)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- The token table: one row for each session that stands. A session that ended has no row. Times are UTC.
CREATE TABLE sessions (
    id                 BIGINT       NOT NULL,
    user_id            BIGINT       NOT NULL,
    -- counts the logins of one person: the order in which sessions are evicted, whatever the clocks say
    login_number       INT UNSIGNED NOT NULL,
    device             VARCHAR(100) NULL,
    -- the newest refresh token, as SHA-256, and how many came before it
    refresh_hash       BINARY(32)   NOT NULL,
    refresh_generation INT UNSIGNED NOT NULL,
    -- the salt with which the newest refresh token was derived from the one before, and when
    rotation_salt      BINARY(16)   NULL,
    rotated_at         DATETIME(3)  NULL,
    created_at         DATETIME(3)  NOT NULL,
    last_used_at       DATETIME(3)  NOT NULL,
    expires_at         DATETIME(3)  NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY sessions_by_user (user_id, login_number),
    CONSTRAINT sessions_of_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- The keys that sign access tokens, shared by all instances.
CREATE TABLE signing_keys (
    -- the JWK thumbprint (RFC 7638)
    kid         CHAR(43)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- counts the keys; unique, so that of several instances that make a key at once one wins
    generation  INT UNSIGNED   NOT NULL,
    -- X.509 SubjectPublicKeyInfo
    public_key  VARBINARY(255) NOT NULL,
    -- PKCS#8, sealed with AES-256-GCM: nonce, ciphertext, tag
    private_key VARBINARY(512) NOT NULL,
    created_at  DATETIME(3)    NOT NULL,
    PRIMARY KEY (kid),
    UNIQUE KEY signing_keys_by_generation (generation)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
