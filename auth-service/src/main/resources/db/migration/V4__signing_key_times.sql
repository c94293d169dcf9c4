-- From when a key signs. It is made, and so published, some time before, so that everybody knows it by then. UTC.
ALTER TABLE signing_keys ADD COLUMN signs_from DATETIME(3) NULL;
UPDATE signing_keys SET signs_from = created_at;
ALTER TABLE signing_keys MODIFY COLUMN signs_from DATETIME(3) NOT NULL;
