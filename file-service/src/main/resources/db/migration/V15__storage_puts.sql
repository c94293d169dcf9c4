-- Contents that are on their way to the blob store in steps: what the store calls the put, and how far it has come.
CREATE TABLE storage_puts (
    unique_file_id BIGINT        NOT NULL,
    put_id         VARCHAR(1024) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    position       BIGINT        NOT NULL COMMENT 'so many of the first bytes are durable',
    begun_at       DATETIME(6)   NOT NULL,
    PRIMARY KEY (unique_file_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
