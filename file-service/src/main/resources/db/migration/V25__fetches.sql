-- Jobs of offline download. A job that is to be worked on has due_at: from then on any node may take it. While a node works on it, due_at is
-- the end of its lease; lease is raised whenever somebody else than that node decides about the job, so that it notices.
CREATE TABLE fetches (
    id              BIGINT        NOT NULL,
    owner_id        BIGINT        NOT NULL,
    request_key     VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'Idempotency-Key',
    url             VARCHAR(2300)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name            VARCHAR(255)  NOT NULL COMMENT 'given, or what the address and later the server say',
    name_given      BOOLEAN       NOT NULL,
    folder_id       BIGINT        NOT NULL DEFAULT 0,
    declared_sha256 BINARY(32)    NULL,
    media_type      VARCHAR(127)  NOT NULL DEFAULT 'application/octet-stream',
    state           VARCHAR(10)   NOT NULL COMMENT 'queued | running | paused | waiting | done | failed | cancelled',
    due_at          DATETIME(6)   NULL,
    lease           BIGINT        NOT NULL DEFAULT 0,
    node            VARCHAR(64)   NULL COMMENT 'who works on it, for people to read',
    staging_key     VARCHAR(13)   CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'staged bytes that belong to this job',
    validator       VARCHAR(300)  CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'for If-Range; NULL: cannot be resumed',
    size            BIGINT        NULL COMMENT 'as the server announced it',
    received        BIGINT        NOT NULL DEFAULT 0 COMMENT 'as shown; what counts is the size of the staged file',
    speed           BIGINT        NULL COMMENT 'bytes a second',
    attempts        INT           NOT NULL DEFAULT 0,
    failures        INT           NOT NULL DEFAULT 0 COMMENT 'in a row, without getting on',
    ran_millis      BIGINT        NOT NULL DEFAULT 0,
    error_code      VARCHAR(30)   NULL,
    error_detail    VARCHAR(200)  NULL,
    file_id         BIGINT        NULL,
    created_at      DATETIME(6)   NOT NULL,
    ended_at        DATETIME(6)   NULL,
    PRIMARY KEY (id),
    UNIQUE KEY fetches_request (owner_id, request_key),
    UNIQUE KEY fetches_staging (staging_key),
    KEY fetches_newest (owner_id, id),
    KEY fetches_state (owner_id, state, id),
    KEY fetches_claims (owner_id, staging_key),
    KEY fetches_due (due_at),
    KEY fetches_ended (ended_at)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Who has jobs: the lock under which a person's jobs are counted and let run.
CREATE TABLE fetch_owners (
    owner_id BIGINT NOT NULL,
    PRIMARY KEY (owner_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
