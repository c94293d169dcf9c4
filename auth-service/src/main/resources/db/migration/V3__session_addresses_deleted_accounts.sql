ALTER TABLE sessions
    -- the client's IP address at the login or the last refresh
    ADD COLUMN address VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER device,
    -- for the purge of expired sessions
    ADD KEY sessions_by_expiry (expires_at);

-- User names of deleted accounts, which nobody gets again. Only a keyed MAC of the folded name: who they were is not kept.
CREATE TABLE retired_usernames (
    username_mac BINARY(32) NOT NULL,
    PRIMARY KEY (username_mac)
) ENGINE = InnoDB;

-- The outbox: Spring Modulith's event publication registry (structure version 2), and an index for looking for failed ones.
CREATE TABLE EVENT_PUBLICATION (
    ID                     VARCHAR(36)   NOT NULL,
    LISTENER_ID            VARCHAR(512)  NOT NULL,
    EVENT_TYPE             VARCHAR(512)  NOT NULL,
    SERIALIZED_EVENT       VARCHAR(4000) NOT NULL,
    PUBLICATION_DATE       TIMESTAMP(6)  NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    COMPLETION_DATE        TIMESTAMP(6)  NULL DEFAULT NULL,
    STATUS                 VARCHAR(20)   NULL,
    COMPLETION_ATTEMPTS    INT           NULL,
    LAST_RESUBMISSION_DATE TIMESTAMP(6)  NULL DEFAULT NULL,
    PRIMARY KEY (ID),
    KEY EVENT_PUBLICATION_BY_COMPLETION_DATE_IDX (COMPLETION_DATE),
    KEY EVENT_PUBLICATION_BY_STATUS_IDX (STATUS, PUBLICATION_DATE)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
