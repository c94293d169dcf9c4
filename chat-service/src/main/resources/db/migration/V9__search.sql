-- The blind index: a word of a message as the first eight bytes of its HMAC, under a key of the channel's own.
CREATE TABLE search_terms (
    channel_id BIGINT NOT NULL,
    term       BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    PRIMARY KEY (channel_id, term, version),
    KEY search_terms_by_version (channel_id, version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Who holds the lock of a row indexes that channel.
CREATE TABLE search_locks (
    channel_id BIGINT NOT NULL PRIMARY KEY
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- By which key the index was made: a check value, nothing that tells of the key. The index is made anew after a change.
CREATE TABLE search_key (
    id          TINYINT NOT NULL PRIMARY KEY,
    check_value BIGINT  NOT NULL,
    rebuilding  BOOLEAN NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What is indexed, and where something is not yet: writing a message says so by itself.
ALTER TABLE channels
    ADD COLUMN indexed_version BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN search_due      BOOLEAN AS (last_version > indexed_version) PERSISTENT,
    ADD KEY channels_to_index (search_due, id);
