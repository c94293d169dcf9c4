-- Whose account was deleted: nobody opens a channel with them any more. The id and the time are all that is kept.
CREATE TABLE deleted_users (
    user_id    BIGINT      NOT NULL PRIMARY KEY,
    deleted_at DATETIME(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A closed channel is read and never written again.
ALTER TABLE channels ADD COLUMN closed BOOLEAN NOT NULL DEFAULT FALSE;

-- A channel that nobody has any more goes with its pair.
ALTER TABLE direct_channels ADD KEY direct_channels_by_channel (channel_id);
