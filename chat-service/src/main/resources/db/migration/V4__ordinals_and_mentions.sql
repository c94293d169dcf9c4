-- Unread messages are counted without reading them: their number so far stands in each entry and in the channel.
ALTER TABLE channels ADD COLUMN message_count BIGINT NOT NULL DEFAULT 0; -- entries of the kind text
ALTER TABLE messages
    ADD COLUMN ordinal BIGINT NOT NULL DEFAULT 0, -- how many entries of the kind text the channel has up to this one
    ADD COLUMN target  BIGINT NOT NULL DEFAULT 0; -- version of the entry that this one is about; 0: none

-- What stood before: all of it was text, without gaps.
UPDATE messages SET ordinal = version;
UPDATE channels SET message_count = last_version;

-- Who is mentioned where; user 0: everybody in the channel.
CREATE TABLE mentions (
    channel_id BIGINT NOT NULL,
    user_id    BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    PRIMARY KEY (channel_id, user_id, version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
