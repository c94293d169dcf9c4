-- Where the file of an instant upload will be; 0 is the root.
ALTER TABLE instant_challenges ADD COLUMN folder_id BIGINT NOT NULL DEFAULT 0;
