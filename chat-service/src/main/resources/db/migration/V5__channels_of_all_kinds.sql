-- Groups and saved messages beside channels of two.
ALTER TABLE channels
    ADD COLUMN title        VARCHAR(128) NULL, -- of a group
    ADD COLUMN member_count INT          NOT NULL DEFAULT 0; -- changed together with the subscriptions

UPDATE channels c SET member_count = (SELECT COUNT(*) FROM subscriptions s WHERE s.channel_id = c.id);

ALTER TABLE subscriptions
    ADD COLUMN role          TINYINT     NOT NULL DEFAULT 3, -- 1 owner, 2 admin, 3 member
    ADD COLUMN notifications TINYINT     NOT NULL DEFAULT 1, -- 1 all, 2 mentions, 3 none
    ADD COLUMN muted_until   DATETIME(6) NULL,               -- reads until then, and does not write
    ADD KEY subscriptions_by_role (channel_id, role, created_at);

-- Who opened the channel of a pair: the other one may always be answered. 0 when that is not known.
ALTER TABLE direct_channels ADD COLUMN opened_by BIGINT NOT NULL DEFAULT 0;

-- One channel with oneself.
CREATE TABLE saved_channels (
    user_id    BIGINT NOT NULL PRIMARY KEY,
    channel_id BIGINT NOT NULL,
    KEY saved_channels_by_channel (channel_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A request to make a group that is sent again finds the group that it made.
CREATE TABLE group_requests (
    user_id     BIGINT      NOT NULL,
    request_key VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel_id  BIGINT      NOT NULL,
    PRIMARY KEY (user_id, request_key),
    KEY group_requests_by_channel (channel_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Channels that are gone: their row is deleted, and what they held is removed in pieces. The note stays for some days, so that messages
-- which were still in the queue are told from mistakes.
CREATE TABLE removed_channels (
    channel_id BIGINT      NOT NULL PRIMARY KEY,
    removed_at DATETIME(6) NOT NULL,
    emptied    BOOLEAN     NOT NULL DEFAULT FALSE,
    KEY removed_channels_by_state (emptied, removed_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
