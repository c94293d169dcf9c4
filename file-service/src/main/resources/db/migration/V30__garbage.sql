-- How far each sweep for garbage has come; no row: it begins anew.
CREATE TABLE garbage_cursors (
    kind      VARCHAR(32)  NOT NULL COMMENT 'what is swept',
    after_key VARCHAR(200) NOT NULL COMMENT 'the last one that was looked at',
    moved_at  DATETIME(6)  NOT NULL,
    PRIMARY KEY (kind)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Whose bytes these are is asked by their name.
ALTER TABLE unique_files ADD KEY unique_files_place_key (place_key);
