-- A provider may offer the same class in several regions: each is a row of the listing, and the newest of each counts.
DROP INDEX offer_current;
CREATE UNIQUE INDEX offer_current ON offer (provider_id, market, class, region) WHERE NOT superseded;

-- What reporters measured of a provider in an epoch, read from the report whose hash is on the chain. A row counts only while the event
-- that posted its report is there, so that a reorganisation takes it back by itself.
CREATE TABLE measurement (
  records_hash   TEXT   NOT NULL,
  provider_id    BIGINT NOT NULL,
  epoch          BIGINT NOT NULL,
  probes         BIGINT NOT NULL,
  uptime_bps     INT    NOT NULL,
  latency_p50    INT    NOT NULL, -- milliseconds to the first byte
  latency_p95    INT    NOT NULL,
  latency_p99    INT    NOT NULL,
  throughput_kib INT,             -- NULL where the probes say nothing of it
  error_bps      INT    NOT NULL,
  PRIMARY KEY (records_hash, provider_id)
);

CREATE INDEX measurement_of_provider ON measurement (provider_id, epoch);
CREATE INDEX measurement_by_epoch ON measurement (epoch);

-- Reports that were read, also those that measured nobody.
CREATE TABLE measured_report (
  records_hash TEXT   PRIMARY KEY,
  epoch        BIGINT NOT NULL
);

-- What providers say about themselves, by the hash that the register holds.
CREATE TABLE profile (
  hash        TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  description TEXT NOT NULL,
  website     TEXT NOT NULL
);
