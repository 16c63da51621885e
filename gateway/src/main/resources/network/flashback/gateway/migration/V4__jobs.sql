-- Jobs: what an operator asked for that takes long, and the moves of bytes from one SLA to another. All progress is in these rows.

CREATE TABLE jobs (
  id            UUID PRIMARY KEY,
  -- 'drain', 'rebalance', 'import' or 'migrate'.
  kind          TEXT   NOT NULL,
  -- JSON: what to do. A secret in it is sealed under the root key.
  task          TEXT   NOT NULL,
  -- 'running', 'paused', 'cancelled', 'done', or 'failed' when some of it failed again and again.
  state         TEXT   NOT NULL,
  -- Why, where the state alone does not tell.
  note          TEXT   NOT NULL DEFAULT '',
  -- Bytes a second; 0 for no bound of its own.
  rate          BIGINT NOT NULL,
  -- Where a listing goes on.
  position      TEXT   NOT NULL DEFAULT '',
  planned       BOOLEAN NOT NULL DEFAULT FALSE,
  items_total   BIGINT NOT NULL DEFAULT 0,
  bytes_total   BIGINT NOT NULL DEFAULT 0,
  items_done    BIGINT NOT NULL DEFAULT 0,
  bytes_done    BIGINT NOT NULL DEFAULT 0,
  started_at    BIGINT NOT NULL,
  finished_at   BIGINT,
  -- The gateway at work on it, while its lease runs.
  worker        UUID,
  -- Not before this time.
  next_at       BIGINT NOT NULL
);

CREATE INDEX jobs_running ON jobs (next_at) WHERE state = 'running';

-- What failed, until it succeeds: an object of an import by its key, what is moved by its extent.
CREATE TABLE job_failures (
  job       UUID   NOT NULL REFERENCES jobs (id),
  item      TEXT   NOT NULL,
  -- Bucket and key, for people.
  name      TEXT   NOT NULL,
  why       TEXT   NOT NULL,
  attempts  INT    NOT NULL,
  next_at   BIGINT NOT NULL,
  PRIMARY KEY (job, item)
);

-- More states of a piece: 'moving' while a job puts it under another SLA than its extent's, and 'left' after the extent has gone to that
-- one: it stays at its provider until the log of the other SLA has been written.
ALTER TABLE pieces ADD COLUMN job UUID;
-- The SLA whose log still tells of the extent.
ALTER TABLE pieces ADD COLUMN moved_from BYTEA;

CREATE INDEX pieces_moved ON pieces (moved_from) WHERE state IN ('moving', 'left');
CREATE INDEX extents_by_bucket ON extents (bucket, sla_id) WHERE state = 'kept';

-- When it came under its SLA; none for one that was made there.
ALTER TABLE buckets ADD COLUMN moved_at BIGINT;

-- Buckets that another SLA's log still tells of, too.
CREATE TABLE bucket_moves (
  bucket      TEXT  NOT NULL,
  moved_from  BYTEA NOT NULL,
  PRIMARY KEY (bucket, moved_from)
);

-- While another SLA's log still tells of a bucket, it is told of every change, too; and it is told when a piece that was left behind goes.
CREATE OR REPLACE FUNCTION manifest_note_bucket() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO manifest_changes (sla_id, kind, name)
      SELECT OLD.sla_id, 'bucket', OLD.name UNION ALL SELECT moved_from, 'bucket', bucket FROM bucket_moves WHERE bucket = OLD.name;
    DELETE FROM bucket_moves WHERE bucket = OLD.name;
    RETURN OLD;
  END IF;
  INSERT INTO manifest_changes (sla_id, kind, name)
    SELECT NEW.sla_id, 'bucket', NEW.name UNION ALL SELECT moved_from, 'bucket', bucket FROM bucket_moves WHERE bucket = NEW.name;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION manifest_note_object() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO manifest_changes (sla_id, kind, name, object_key, version)
      SELECT sla_id, 'object', OLD.bucket, OLD.object_key, OLD.version FROM buckets WHERE name = OLD.bucket
      UNION ALL SELECT moved_from, 'object', OLD.bucket, OLD.object_key, OLD.version FROM bucket_moves WHERE bucket = OLD.bucket;
    RETURN OLD;
  END IF;
  INSERT INTO manifest_changes (sla_id, kind, name, object_key, version)
    SELECT sla_id, 'object', NEW.bucket, NEW.object_key, NEW.version FROM buckets WHERE name = NEW.bucket
    UNION ALL SELECT moved_from, 'object', NEW.bucket, NEW.object_key, NEW.version FROM bucket_moves WHERE bucket = NEW.bucket;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION manifest_note_upload() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO manifest_changes (sla_id, kind, name)
      SELECT sla_id, 'upload', OLD.id FROM buckets WHERE name = OLD.bucket
      UNION ALL SELECT moved_from, 'upload', OLD.id FROM bucket_moves WHERE bucket = OLD.bucket;
    RETURN OLD;
  END IF;
  INSERT INTO manifest_changes (sla_id, kind, name)
    SELECT sla_id, 'upload', NEW.id FROM buckets WHERE name = NEW.bucket
    UNION ALL SELECT moved_from, 'upload', NEW.id FROM bucket_moves WHERE bucket = NEW.bucket;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION manifest_note_piece() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO manifest_changes (sla_id, kind, name)
      SELECT sla_id, 'extent', CAST(id AS TEXT) FROM extents
      WHERE id = OLD.extent AND state = 'kept' AND bucket NOT LIKE 'manifests/%';
    IF OLD.moved_from IS NOT NULL THEN
      INSERT INTO manifest_changes (sla_id, kind, name) VALUES (OLD.moved_from, 'extent', CAST(OLD.extent AS TEXT));
    END IF;
    RETURN OLD;
  END IF;
  INSERT INTO manifest_changes (sla_id, kind, name)
    SELECT sla_id, 'extent', CAST(id AS TEXT) FROM extents
    WHERE id = NEW.extent AND state = 'kept' AND bucket NOT LIKE 'manifests/%';
  RETURN NEW;
END $$;
