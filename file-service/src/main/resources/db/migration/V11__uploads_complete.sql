-- What uploads need besides the core of tus: partial and final ones, lengths told later, checksums of single requests, leases across nodes.
ALTER TABLE uploads
    MODIFY COLUMN length   BIGINT NOT NULL COMMENT '-1 until it is known',
    ADD COLUMN folder_id       BIGINT NOT NULL DEFAULT 0 COMMENT 'where the file will be; 0 is the root of the drive',
    ADD COLUMN concat          VARCHAR(8192) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'Upload-Concat as it came',
    ADD COLUMN used_by         BIGINT NULL COMMENT 'of a partial upload: the final one that has its bytes',
    ADD COLUMN unverified_from BIGINT NULL COMMENT 'bytes from here on came with a checksum that was not compared yet',
    ADD COLUMN reserved        BIGINT NOT NULL DEFAULT 0 COMMENT 'how many bytes are claimed while the length is not known',
    ADD COLUMN lease           BIGINT NOT NULL DEFAULT 0 COMMENT 'the highest number of a lease that was told by way of the database',
    ADD KEY uploads_unfinished (owner_id, status, id);
