-- What a link asks for before it opens. The token of a link that asks for anything is kept under another digest than that of one that does not,
-- so that a node which does not know these columns finds no link rather than an open one.
ALTER TABLE shares
    ADD COLUMN password_hash VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'Argon2id',
    ADD COLUMN expires_at    DATETIME(6)  NULL,
    ADD COLUMN max_downloads INT          NULL,
    ADD COLUMN downloads     INT          NOT NULL DEFAULT 0,
    ADD COLUMN channel_id    BIGINT       NULL COMMENT 'opens for the members of this channel only',
    ADD COLUMN revoked_at    DATETIME(6)  NULL COMMENT 'kept for its visits until those are forgotten; the token is not',
    ADD KEY shares_expiry (expires_at),
    ADD KEY shares_revoked (revoked_at);

-- Whose download of a link was counted last when.
CREATE TABLE share_downloads (
    share_id   BIGINT      NOT NULL,
    user_id    BIGINT      NOT NULL,
    counted_at DATETIME(6) NOT NULL,
    PRIMARY KEY (share_id, user_id),
    KEY share_downloads_user (user_id),
    KEY share_downloads_age (counted_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Who opened what, when.
CREATE TABLE share_visits (
    id       BIGINT      NOT NULL,
    share_id BIGINT      NOT NULL,
    user_id  BIGINT      NOT NULL,
    what     VARCHAR(12) NOT NULL COMMENT 'viewed | downloaded | saved',
    at       DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY share_visits_share (share_id, id),
    KEY share_visits_user (user_id),
    KEY share_visits_age (at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
