-- Keys that applicants seal documents for, with the certifier's signature.
CREATE TABLE certifier_key (
  wallet     TEXT   PRIMARY KEY,
  public_key TEXT   NOT NULL, -- X25519
  signature  TEXT   NOT NULL,
  set_at     BIGINT NOT NULL
);

-- Applications for certificates. What was announced never changes; where they stand does.
CREATE TABLE application (
  id          TEXT   PRIMARY KEY, -- Keccak-256 of the manifest
  provider_id BIGINT NOT NULL,
  owner       TEXT   NOT NULL,
  certifier   TEXT   NOT NULL,
  manifest    TEXT   NOT NULL,    -- canonical JSON
  signature   TEXT   NOT NULL,    -- the owner's
  state       TEXT   NOT NULL,
  certificate BIGINT,             -- that was issued for it
  made_at     BIGINT NOT NULL,
  place       BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE
);

CREATE INDEX application_of_provider ON application (provider_id, place);
CREATE INDEX application_of_certifier ON application (certifier, place);

-- What became of them. Rows are added and never changed.
CREATE TABLE application_change (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  application TEXT   NOT NULL REFERENCES application (id),
  state       TEXT   NOT NULL,
  at          BIGINT NOT NULL,
  by_wallet   TEXT   NOT NULL,
  reason      TEXT
);

CREATE INDEX application_change_of ON application_change (application, id);

-- Their documents: ciphertext that the certifier alone can read.
CREATE TABLE application_document (
  application TEXT  NOT NULL REFERENCES application (id),
  hash        TEXT  NOT NULL, -- SHA-256 of the content
  content     BYTEA NOT NULL,
  PRIMARY KEY (application, hash)
);

-- What certificates and their changes name by hash: reports, samples, reasons.
CREATE TABLE evidence (
  hash     TEXT   PRIMARY KEY, -- Keccak-256 of the text
  document TEXT   NOT NULL,
  names    TEXT,               -- hash of the samples that a report names
  kept_at  BIGINT NOT NULL
);

CREATE INDEX evidence_names ON evidence (names);
