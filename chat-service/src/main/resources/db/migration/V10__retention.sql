-- Whole months of messages are dropped when they are older than the retention. The versions before first_version are gone, or
-- about to go; those before cleaned_version have left no rows in other tables either.
ALTER TABLE channels
    ADD COLUMN first_version   BIGINT NOT NULL DEFAULT 1,
    ADD COLUMN cleaned_version BIGINT NOT NULL DEFAULT 1,
    ADD COLUMN cleaning_due    BOOLEAN AS (first_version > cleaned_version) PERSISTENT,
    ADD KEY channels_to_clean (cleaning_due, id);
