-- What is known of a picture; all NULL for other contents. The thumbnail lies in the blob store under a name made of the id.
ALTER TABLE unique_files
    ADD COLUMN image_width    INT         NULL COMMENT 'as it is to be shown',
    ADD COLUMN image_height   INT         NULL,
    ADD COLUMN thumbnail_type VARCHAR(20) NULL COMMENT 'media type of the thumbnail';
