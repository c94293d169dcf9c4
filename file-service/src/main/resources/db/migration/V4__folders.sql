-- Folders are rows among the files, so that a name is one file's or one folder's. Everything added has a default: a node of the version
-- before may still add files.
ALTER TABLE user_files
    MODIFY name VARCHAR(255) COLLATE utf8mb4_uca1400_nopad_as_ci NOT NULL COMMENT 'sorted and searched as people expect; live_name tells a from A',
    MODIFY folder_id BIGINT NOT NULL DEFAULT 0 COMMENT '0 is the root of the drive, -1 is not in the drive: in the trash, or in the making',
    MODIFY status VARCHAR(12) NOT NULL COMMENT 'processing | available | rejected | deleted (only with folder -1)',
    ADD COLUMN kind TINYINT NOT NULL DEFAULT 1 COMMENT '0 folder, 1 file: folders come first',
    ADD COLUMN modified_at DATETIME(6) NOT NULL DEFAULT UTC_TIMESTAMP(6) COMMENT 'when it was named, moved or restored',
    ADD COLUMN revision INT NOT NULL DEFAULT 0 COMMENT 'counts what its owner changed: the ETag';
UPDATE user_files SET modified_at = created_at;
-- In one folder, for each way to sort; folders and files are read one after the other.
ALTER TABLE user_files
    DROP KEY user_files_newest,
    ADD KEY user_files_newest (owner_id, folder_id, kind, created_at, id),
    ADD KEY user_files_modified (owner_id, folder_id, kind, modified_at, id),
    ADD KEY user_files_size (owner_id, folder_id, kind, size, id),
    ADD KEY user_files_name (owner_id, folder_id, kind, name, id),
    ADD KEY user_files_search (owner_id, id, name),
    DROP KEY user_files_content,
    ADD KEY user_files_content (unique_file_id, owner_id);

-- One row for each person with folders: its lock is taken by who changes the tree.
CREATE TABLE drive_trees (
    owner_id BIGINT NOT NULL,
    PRIMARY KEY (owner_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- How many bytes a person's contents have, each counted once. A row is made, by counting, when it is first needed.
CREATE TABLE drive_usage (
    owner_id BIGINT NOT NULL,
    used     BIGINT NOT NULL,
    PRIMARY KEY (owner_id)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- What lies outside of the drives (folder -1): the trash, what is on its way out of it, and copies in the making.
CREATE TABLE trash (
    file_id        BIGINT      NOT NULL,
    owner_id       BIGINT      NOT NULL,
    from_folder_id BIGINT      NOT NULL COMMENT 'where it was',
    leaving        TINYINT     NOT NULL COMMENT '0 in the trash, 1 not shown any more: removed as soon as the time has come',
    since          DATETIME(6) NOT NULL COMMENT 'when it came into the trash; with leaving, from when on it is removed',
    PRIMARY KEY (file_id),
    KEY trash_owner (owner_id, leaving, since, file_id),
    KEY trash_due (leaving, since)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
