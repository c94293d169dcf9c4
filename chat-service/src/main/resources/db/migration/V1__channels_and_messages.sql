-- Times are UTC. Ids are the 64-bit numbers behind the opaque strings of the API.

CREATE TABLE channels (
    id           BIGINT      NOT NULL PRIMARY KEY,
    type         TINYINT     NOT NULL, -- 1 direct
    last_version BIGINT      NOT NULL, -- of the newest message; the row's lock is what makes versions gapless
    created_at   DATETIME(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- One channel for each pair of people, whoever starts.
CREATE TABLE direct_channels (
    lower_user_id  BIGINT NOT NULL,
    higher_user_id BIGINT NOT NULL,
    channel_id     BIGINT NOT NULL,
    PRIMARY KEY (lower_user_id, higher_user_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE subscriptions (
    channel_id BIGINT      NOT NULL,
    user_id    BIGINT      NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (channel_id, user_id),
    KEY subscriptions_by_user (user_id, channel_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The stream of a channel. Edits, recalls and reactions are to be rows too, told apart by kind.
-- The partition "later" takes what no month has; the service splits months off ahead of time.
CREATE TABLE messages (
    channel_id        BIGINT      NOT NULL,
    version           BIGINT      NOT NULL,
    created_at        DATETIME(6) NOT NULL,
    id                BIGINT      NOT NULL,
    kind              TINYINT     NOT NULL, -- 1 text
    sender_id         BIGINT      NOT NULL,
    client_message_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    key_id            VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    body              MEDIUMBLOB  NOT NULL, -- AES-GCM: nonce, ciphertext, tag; bound to channel and message id
    PRIMARY KEY (channel_id, version, created_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin
  PARTITION BY RANGE COLUMNS (created_at) (PARTITION later VALUES LESS THAN (MAXVALUE));

-- Not partitioned, so that its unique keys hold over all time: a message sent again keeps its version,
-- and no version is ever given twice.
CREATE TABLE message_ids (
    channel_id        BIGINT      NOT NULL,
    sender_id         BIGINT      NOT NULL,
    client_message_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version           BIGINT      NOT NULL,
    created_at        DATETIME(6) NOT NULL,
    PRIMARY KEY (channel_id, sender_id, client_message_id),
    UNIQUE KEY message_ids_by_version (channel_id, version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
