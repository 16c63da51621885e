-- Metadata of a gateway. Plain SQL in the subset that PostgreSQL and CockroachDB share.
-- Times are milliseconds since 1970 UTC. Keys of objects are UTF-8 bytes, so that they sort as S3 lists them, in every collation.

CREATE TABLE buckets (
  name         TEXT PRIMARY KEY,
  sla_id       BYTEA  NOT NULL,
  consumer     BYTEA  NOT NULL,
  -- The bucket's key, wrapped by the gateway's root key.
  wrapped_key  BYTEA  NOT NULL,
  created_at   BIGINT NOT NULL
);

CREATE INDEX buckets_by_sla ON buckets (sla_id, name);

-- A gateway process; what it was writing when its lease ran out belongs to nobody.
CREATE TABLE writers (
  id           UUID PRIMARY KEY,
  alive_until  BIGINT NOT NULL
);

-- A run of bytes that was sent in one request: a whole object or one part. Objects are lists of extents.
-- state: 'writing' until what it belongs to is committed, 'kept', or 'doomed' once nothing refers to it.
CREATE TABLE extents (
  id           UUID PRIMARY KEY,
  bucket       TEXT   NOT NULL,
  sla_id       BYTEA  NOT NULL,
  -- The extent's key, wrapped by the bucket's.
  wrapped_key  BYTEA  NOT NULL,
  size_bytes   BIGINT NOT NULL,
  state        TEXT   NOT NULL,
  writer       UUID   NOT NULL,
  changed_at   BIGINT NOT NULL
);

CREATE INDEX extents_by_state ON extents (state, changed_at);

CREATE TABLE segments (
  extent        UUID   NOT NULL REFERENCES extents (id),
  position      INT    NOT NULL,
  plain_bytes   BIGINT NOT NULL,
  data_shards   INT    NOT NULL,
  total_shards  INT    NOT NULL,
  PRIMARY KEY (extent, position)
);

-- One piece of a segment at one leg.
-- state: 'intended' before the put, 'stored' with a receipt, 'missing' when it must be put (again), 'corrupt' when the provider has other
-- bytes or none, 'doomed' when it must be removed.
CREATE TABLE pieces (
  id          BYTEA PRIMARY KEY,
  extent      UUID   NOT NULL,
  segment     INT    NOT NULL,
  shard       INT    NOT NULL,
  agreement   NUMERIC(39, 0) NOT NULL,
  state       TEXT   NOT NULL,
  bytes       BIGINT NOT NULL,
  -- The agreement whose lost piece this one replaces.
  replaces    NUMERIC(39, 0),
  -- From the provider's receipt, where it proves possession.
  slot        BIGINT,
  leaves      BIGINT,
  root        BYTEA,
  receipt     BYTEA,
  FOREIGN KEY (extent, segment) REFERENCES segments (extent, position)
);

CREATE INDEX pieces_by_segment ON pieces (extent, segment, shard);
CREATE INDEX pieces_by_agreement ON pieces (agreement, state);

CREATE TABLE objects (
  bucket          TEXT   NOT NULL REFERENCES buckets (name),
  object_key      BYTEA  NOT NULL,
  -- 'null' in a bucket without versions.
  version         TEXT   NOT NULL,
  etag            TEXT   NOT NULL,
  size_bytes      BIGINT NOT NULL,
  -- JSON: the headers and user metadata given back with the object.
  headers         TEXT   NOT NULL,
  checksum_algorithm  TEXT,
  checksum_type       TEXT,
  checksum_value      TEXT,
  modified_at     BIGINT NOT NULL,
  PRIMARY KEY (bucket, object_key, version)
);

CREATE TABLE object_parts (
  bucket       TEXT   NOT NULL,
  object_key   BYTEA  NOT NULL,
  version      TEXT   NOT NULL,
  part_number  INT    NOT NULL,
  extent       UUID   NOT NULL REFERENCES extents (id),
  size_bytes   BIGINT NOT NULL,
  PRIMARY KEY (bucket, object_key, version, part_number),
  FOREIGN KEY (bucket, object_key, version) REFERENCES objects (bucket, object_key, version)
);

CREATE TABLE uploads (
  id             TEXT PRIMARY KEY,
  bucket         TEXT   NOT NULL REFERENCES buckets (name),
  object_key     BYTEA  NOT NULL,
  headers        TEXT   NOT NULL,
  checksum_algorithm  TEXT,
  checksum_type       TEXT,
  initiated_at   BIGINT NOT NULL
);

CREATE INDEX uploads_by_key ON uploads (bucket, object_key, id);

CREATE TABLE upload_parts (
  upload       TEXT   NOT NULL REFERENCES uploads (id),
  part_number  INT    NOT NULL,
  -- None for an empty part.
  extent       UUID REFERENCES extents (id),
  size_bytes   BIGINT NOT NULL,
  etag         TEXT   NOT NULL,
  checksum_algorithm  TEXT,
  checksum_value      TEXT,
  modified_at  BIGINT NOT NULL,
  PRIMARY KEY (upload, part_number)
);

-- The newest revision of an agreement's possession tree that both sides signed; the sequence is taken before it is sent.
CREATE TABLE revisions (
  agreement           NUMERIC(39, 0) PRIMARY KEY,
  sequence            BIGINT NOT NULL,
  signed_sequence     BIGINT NOT NULL,
  root                BYTEA,
  leaves              BIGINT,
  consumer_signature  BYTEA,
  provider_signature  BYTEA
);

-- What was read under an agreement and promised for it; both only grow and are written before the act they allow.
CREATE TABLE egress (
  agreement        NUMERIC(39, 0) PRIMARY KEY,
  permitted_bytes  BIGINT NOT NULL,
  promised         NUMERIC(39, 0) NOT NULL,
  promised_bytes   BIGINT NOT NULL
);

-- One row per request; the id is the request's, so that recording it again changes nothing.
CREATE TABLE usage_journal (
  id           UUID PRIMARY KEY,
  at           BIGINT NOT NULL,
  grant_id     BIGINT NOT NULL,
  sla_id       BYTEA  NOT NULL,
  bucket       TEXT,
  operation    TEXT   NOT NULL,
  status       INT    NOT NULL,
  bytes_in     BIGINT NOT NULL,
  bytes_out    BIGINT NOT NULL
);

CREATE INDEX usage_by_sla ON usage_journal (sla_id, at);

-- Progress of restoring the pieces of one agreement onto the one that replaced it.
CREATE TABLE repairs (
  lost_agreement  NUMERIC(39, 0) PRIMARY KEY,
  new_agreement   NUMERIC(39, 0) NOT NULL,
  pieces_total    BIGINT NOT NULL,
  bytes_total     BIGINT NOT NULL,
  pieces_done     BIGINT NOT NULL,
  bytes_done      BIGINT NOT NULL,
  started_at      BIGINT NOT NULL,
  finished_at     BIGINT
);
