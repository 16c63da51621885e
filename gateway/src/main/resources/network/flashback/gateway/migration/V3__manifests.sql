-- The log of manifests: what a lost database is rebuilt from. Triggers note what changed; the gateway seals the state of what was noted
-- and puts it at the legs of the SLA. A note says only that something changed, so that writing its state twice changes nothing.

-- kind: 'bucket', 'extent', 'object', 'upload' or 'agreement'; name is a bucket, an extent's or upload's id, or an agreement's number.
CREATE TABLE manifest_changes (
  id          BIGSERIAL PRIMARY KEY,
  sla_id      BYTEA   NOT NULL,
  kind        TEXT    NOT NULL,
  name        TEXT    NOT NULL,
  object_key  BYTEA,
  version     TEXT,
  -- Milliseconds since 1970 UTC.
  at          BIGINT  NOT NULL DEFAULT CAST(EXTRACT(EPOCH FROM now()) * 1000 AS BIGINT),
  -- Noted by a snapshot, which may be written in several steps.
  snapshot    BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX manifest_changes_by_sla ON manifest_changes (sla_id, snapshot, id);

-- One log for each SLA. Manifests from `base` on hold everything; older ones are needed no more.
CREATE TABLE manifest_logs (
  sla_id          BYTEA PRIMARY KEY,
  -- The newest manifest; 0 before the first.
  sequence        BIGINT NOT NULL,
  -- The number of the next one. It leaves a gap after a recovery: a number is never used for two manifests.
  next_sequence   BIGINT NOT NULL,
  base            BIGINT NOT NULL,
  -- Where the snapshot under way began.
  snapshot_from   BIGINT,
  snapshot_bytes  BIGINT NOT NULL,
  bytes_since     BIGINT NOT NULL
);

-- One manifest: an extent of the reserved bucket 'manifests/SLA', whole at every leg. The body is kept until enough legs have it.
CREATE TABLE manifests (
  extent    UUID PRIMARY KEY,
  sla_id    BYTEA  NOT NULL,
  sequence  BIGINT NOT NULL,
  base      BIGINT NOT NULL,
  body      BYTEA,
  made_at   BIGINT NOT NULL,
  UNIQUE (sla_id, sequence)
);

CREATE INDEX manifests_waiting ON manifests (sla_id, sequence) WHERE body IS NOT NULL;

CREATE FUNCTION manifest_note_bucket() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO manifest_changes (sla_id, kind, name) VALUES (OLD.sla_id, 'bucket', OLD.name);
    RETURN OLD;
  END IF;
  INSERT INTO manifest_changes (sla_id, kind, name) VALUES (NEW.sla_id, 'bucket', NEW.name);
  RETURN NEW;
END $$;

CREATE FUNCTION manifest_note_object() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO manifest_changes (sla_id, kind, name, object_key, version)
      SELECT sla_id, 'object', OLD.bucket, OLD.object_key, OLD.version FROM buckets WHERE name = OLD.bucket;
    RETURN OLD;
  END IF;
  INSERT INTO manifest_changes (sla_id, kind, name, object_key, version)
    SELECT sla_id, 'object', NEW.bucket, NEW.object_key, NEW.version FROM buckets WHERE name = NEW.bucket;
  RETURN NEW;
END $$;

-- What is being written is no part of the log, nor is the log itself.
CREATE FUNCTION manifest_note_extent() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.state = 'kept' OR OLD.state = 'kept') AND NEW.bucket NOT LIKE 'manifests/%' THEN
    INSERT INTO manifest_changes (sla_id, kind, name) VALUES (NEW.sla_id, 'extent', CAST(NEW.id AS TEXT));
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION manifest_note_piece() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO manifest_changes (sla_id, kind, name)
      SELECT sla_id, 'extent', CAST(id AS TEXT) FROM extents
      WHERE id = OLD.extent AND state = 'kept' AND bucket NOT LIKE 'manifests/%';
    RETURN OLD;
  END IF;
  INSERT INTO manifest_changes (sla_id, kind, name)
    SELECT sla_id, 'extent', CAST(id AS TEXT) FROM extents
    WHERE id = NEW.extent AND state = 'kept' AND bucket NOT LIKE 'manifests/%';
  RETURN NEW;
END $$;

CREATE FUNCTION manifest_note_upload() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO manifest_changes (sla_id, kind, name) SELECT sla_id, 'upload', OLD.id FROM buckets WHERE name = OLD.bucket;
    RETURN OLD;
  END IF;
  INSERT INTO manifest_changes (sla_id, kind, name) SELECT sla_id, 'upload', NEW.id FROM buckets WHERE name = NEW.bucket;
  RETURN NEW;
END $$;

CREATE FUNCTION manifest_note_part() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO manifest_changes (sla_id, kind, name)
      SELECT b.sla_id, 'upload', u.id FROM uploads u JOIN buckets b ON b.name = u.bucket WHERE u.id = OLD.upload;
    RETURN OLD;
  END IF;
  INSERT INTO manifest_changes (sla_id, kind, name)
    SELECT b.sla_id, 'upload', u.id FROM uploads u JOIN buckets b ON b.name = u.bucket WHERE u.id = NEW.upload;
  RETURN NEW;
END $$;

-- Permission to read is taken in large steps, before the reading.
CREATE FUNCTION manifest_note_egress() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.permitted_bytes = OLD.permitted_bytes THEN
    RETURN NEW;
  END IF;
  INSERT INTO manifest_changes (sla_id, kind, name)
    SELECT e.sla_id, 'agreement', CAST(NEW.agreement AS TEXT) FROM pieces p JOIN extents e ON e.id = p.extent
    WHERE p.agreement = NEW.agreement LIMIT 1;
  RETURN NEW;
END $$;

CREATE TRIGGER manifest_buckets AFTER INSERT OR UPDATE OR DELETE ON buckets FOR EACH ROW EXECUTE FUNCTION manifest_note_bucket();
CREATE TRIGGER manifest_objects AFTER INSERT OR UPDATE OR DELETE ON objects FOR EACH ROW EXECUTE FUNCTION manifest_note_object();
CREATE TRIGGER manifest_extents AFTER UPDATE ON extents FOR EACH ROW EXECUTE FUNCTION manifest_note_extent();
CREATE TRIGGER manifest_pieces AFTER INSERT OR UPDATE OR DELETE ON pieces FOR EACH ROW EXECUTE FUNCTION manifest_note_piece();
CREATE TRIGGER manifest_uploads AFTER INSERT OR UPDATE OR DELETE ON uploads FOR EACH ROW EXECUTE FUNCTION manifest_note_upload();
CREATE TRIGGER manifest_parts AFTER INSERT OR UPDATE OR DELETE ON upload_parts FOR EACH ROW EXECUTE FUNCTION manifest_note_part();
CREATE TRIGGER manifest_egress AFTER INSERT OR UPDATE ON egress FOR EACH ROW EXECUTE FUNCTION manifest_note_egress();

-- What is there already is written too.
INSERT INTO manifest_changes (sla_id, kind, name) SELECT sla_id, 'bucket', name FROM buckets;
INSERT INTO manifest_changes (sla_id, kind, name) SELECT sla_id, 'extent', CAST(id AS TEXT) FROM extents WHERE state = 'kept';
INSERT INTO manifest_changes (sla_id, kind, name, object_key, version)
  SELECT b.sla_id, 'object', o.bucket, o.object_key, o.version FROM objects o JOIN buckets b ON b.name = o.bucket;
INSERT INTO manifest_changes (sla_id, kind, name) SELECT b.sla_id, 'upload', u.id FROM uploads u JOIN buckets b ON b.name = u.bucket;
