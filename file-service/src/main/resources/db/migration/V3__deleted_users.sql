-- Whose account was deleted: nothing is added for them any more. The id and the time are all that is kept.
CREATE TABLE deleted_users (
    user_id    BIGINT      NOT NULL,
    deleted_at DATETIME(6) NOT NULL,
    PRIMARY KEY (user_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- What a person leaves behind is found by index.
ALTER TABLE uploads ADD KEY uploads_owner (owner_id);
ALTER TABLE shares ADD KEY shares_creator (created_by);
ALTER TABLE instant_challenges ADD KEY instant_challenges_owner (owner_id);
