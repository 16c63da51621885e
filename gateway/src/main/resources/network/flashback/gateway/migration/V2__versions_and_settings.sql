-- Versions of objects, and the settings of buckets.

-- JSON: documents by the name of the setting, as they are answered.
ALTER TABLE buckets ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';

-- Versions of a key are ordered by sequence; exactly one of them is the latest. A marker says that the key was deleted.
ALTER TABLE objects ADD COLUMN sequence BIGINT NOT NULL DEFAULT 1;
ALTER TABLE objects ADD COLUMN latest BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE objects ADD COLUMN marker BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE objects ADD COLUMN noncurrent_since BIGINT;
-- JSON: owner, ACL, tags, retention, legal hold, encryption.
ALTER TABLE objects ADD COLUMN marks TEXT NOT NULL DEFAULT '{}';

CREATE UNIQUE INDEX objects_latest ON objects (bucket, object_key) WHERE latest;
CREATE INDEX objects_by_sequence ON objects (bucket, object_key, sequence DESC);

ALTER TABLE object_parts ADD COLUMN checksum_value TEXT;

ALTER TABLE uploads ADD COLUMN marks TEXT NOT NULL DEFAULT '{}';
