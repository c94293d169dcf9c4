-- The current state of messages, kept by the writer in the transaction that appends what changes it. The stream itself
-- (edits, recalls, reactions as entries) stays in "messages".

-- Which entries edit a text. The newest is its present text.
CREATE TABLE message_edits (
    channel_id BIGINT NOT NULL,
    target     BIGINT NOT NULL, -- version of the text
    version    BIGINT NOT NULL, -- version of the edit
    PRIMARY KEY (channel_id, target, version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Entries whose body is gone for good: recalled texts, and the edits of these.
CREATE TABLE erased_messages (
    channel_id BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    PRIMARY KEY (channel_id, version)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Version of the newest recall: what is read from behind it needs no look at erased_messages.
ALTER TABLE channels ADD COLUMN last_recall BIGINT NOT NULL DEFAULT 0;

-- Who reacts to what now. Emojis are bytes of UTF-8: two are the same only when they are the same bytes.
CREATE TABLE reactions (
    channel_id BIGINT        NOT NULL,
    target     BIGINT        NOT NULL,
    user_id    BIGINT        NOT NULL,
    emoji      VARBINARY(40) NOT NULL,
    PRIMARY KEY (channel_id, target, user_id, emoji)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- How many there are of each, so that showing a message costs the same however many people reacted.
CREATE TABLE reaction_counts (
    channel_id BIGINT        NOT NULL,
    target     BIGINT        NOT NULL,
    emoji      VARBINARY(40) NOT NULL,
    since      BIGINT        NOT NULL, -- version of the reaction that brought it: the order in which they are shown
    count      INT           NOT NULL,
    PRIMARY KEY (channel_id, target, emoji)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A recalled text mentions nobody.
ALTER TABLE mentions ADD KEY mentions_by_entry (channel_id, version);
