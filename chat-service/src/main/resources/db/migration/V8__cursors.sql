-- How far somebody has got in a channel. The number of messages up to there stands beside it, so that the unread ones are
-- counted by a subtraction.
ALTER TABLE subscriptions
    ADD COLUMN read_version      BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN delivered_version BIGINT NOT NULL DEFAULT 0, -- never less than read_version
    ADD COLUMN read_ordinal      BIGINT NOT NULL DEFAULT 0; -- of the entry read_version
