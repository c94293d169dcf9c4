-- One row per content.
CREATE TABLE unique_files (
    id              BIGINT        NOT NULL,
    sha256          BINARY(32)    NULL COMMENT 'known as soon as the digests are; from then on the identity of the content',
    size            BIGINT        NOT NULL,
    place           VARCHAR(8)    NOT NULL COMMENT 'staged | stored',
    place_key       VARCHAR(128)  NOT NULL COMMENT 'the name of the bytes in that place',
    status          VARCHAR(12)   NOT NULL COMMENT 'received | verified',
    digest_attempts INT           NOT NULL DEFAULT 0,
    digest_due_at   DATETIME(6)   NULL COMMENT 'when the digests are asked for again; NULL when they are known or given up',
    created_at      DATETIME(6)   NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY unique_files_sha256 (sha256),
    KEY unique_files_due (digest_due_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- The digests besides SHA-256.
CREATE TABLE content_digests (
    unique_file_id BIGINT        NOT NULL,
    algorithm      VARCHAR(20)   NOT NULL,
    digest         VARBINARY(64) NOT NULL,
    PRIMARY KEY (unique_file_id, algorithm)
) DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Who has which content, in which folder, under which name.
CREATE TABLE user_files (
    id              BIGINT        NOT NULL,
    owner_id        BIGINT        NOT NULL,
    folder_id       BIGINT        NOT NULL DEFAULT 0 COMMENT '0 is the root of the drive',
    name            VARCHAR(255)  NOT NULL,
    media_type      VARCHAR(127)  NOT NULL,
    size            BIGINT        NOT NULL,
    unique_file_id  BIGINT        NULL COMMENT 'NULL when the file was rejected',
    declared_sha256 BINARY(32)    NULL COMMENT 'what the sender said the content is',
    status          VARCHAR(12)   NOT NULL COMMENT 'processing | available | rejected | deleted',
    status_reason   VARCHAR(200)  NULL,
    created_at      DATETIME(6)   NOT NULL,
    -- Files that are not deleted have different names; any number of deleted ones may share a name.
    live_name       VARCHAR(255)  AS (CASE WHEN status = 'deleted' THEN NULL ELSE name END) STORED,
    PRIMARY KEY (id),
    UNIQUE KEY user_files_live_name (owner_id, folder_id, live_name),
    KEY user_files_newest (owner_id, folder_id, id),
    KEY user_files_content (unique_file_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Uploads under way, and finished ones until they expire. The offset is the size of the staged file.
CREATE TABLE uploads (
    id              BIGINT        NOT NULL,
    owner_id        BIGINT        NOT NULL,
    length          BIGINT        NOT NULL,
    metadata        VARCHAR(4096) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Upload-Metadata as it came',
    name            VARCHAR(255)  NOT NULL,
    media_type      VARCHAR(127)  NOT NULL,
    declared_sha256 BINARY(32)    NULL,
    status          VARCHAR(12)   NOT NULL COMMENT 'open | finished',
    created_at      DATETIME(6)   NOT NULL,
    expires_at      DATETIME(6)   NOT NULL,
    PRIMARY KEY (id),
    KEY uploads_expiry (expires_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Share links; the token itself is known only to who has the link.
CREATE TABLE shares (
    id           BIGINT      NOT NULL,
    token_hash   BINARY(32)  NOT NULL COMMENT 'SHA-256 of the token',
    user_file_id BIGINT      NOT NULL,
    created_by   BIGINT      NOT NULL,
    created_at   DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY shares_token (token_hash),
    KEY shares_file (user_file_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Challenges of instant uploads; answering one removes it.
CREATE TABLE instant_challenges (
    id             BIGINT        NOT NULL,
    owner_id       BIGINT        NOT NULL,
    unique_file_id BIGINT        NOT NULL,
    nonce          BINARY(32)    NOT NULL,
    ranges         VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'offset+length, separated by commas',
    name           VARCHAR(255)  NOT NULL,
    media_type     VARCHAR(127)  NOT NULL,
    expires_at     DATETIME(6)   NOT NULL,
    PRIMARY KEY (id),
    KEY instant_challenges_expiry (expires_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
