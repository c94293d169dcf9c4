-- What one person is to another, seen from the first one's side. The rows of a pair come and go together, lower id first, so that
-- their locks decide between what the two do at the same moment.
CREATE TABLE relations (
    user_id       BIGINT      NOT NULL,
    other_id      BIGINT      NOT NULL,
    contact       TINYINT     NOT NULL DEFAULT 0, -- 0 none, 1 requested, 2 received, 3 accepted
    contact_since DATETIME(6) NULL,
    blocked_at    DATETIME(6) NULL,               -- since when user_id blocks other_id
    PRIMARY KEY (user_id, other_id),
    KEY relations_by_contact (user_id, contact, contact_since, other_id),
    KEY relations_by_block (user_id, blocked_at, other_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What people have chosen; who has no row has chosen nothing.
CREATE TABLE user_settings (
    user_id       BIGINT  NOT NULL PRIMARY KEY,
    who_may_write TINYINT NOT NULL -- 0 everyone, 1 contacts
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
