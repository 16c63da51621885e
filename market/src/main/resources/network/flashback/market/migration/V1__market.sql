-- Everything derived from the chain is one append-only table of its events: what the chain takes back in a reorganisation is a
-- deleted row, and every other fact is a query. So rebuilding from zero cannot give another answer.
CREATE TABLE event (
  block_number     BIGINT  NOT NULL,
  log_index        BIGINT  NOT NULL,
  block_hash       TEXT    NOT NULL,
  block_time       BIGINT  NOT NULL, -- unix second
  transaction_hash TEXT    NOT NULL,
  contract         TEXT    NOT NULL, -- name in the deployment
  name             TEXT    NOT NULL,
  sla_id           TEXT,
  agreement_id     NUMERIC(39),
  provider_id      BIGINT,
  epoch            BIGINT,
  fields           JSONB   NOT NULL, -- numbers as decimal strings
  PRIMARY KEY (block_number, log_index, block_hash)
);

CREATE INDEX event_of_sla ON event (sla_id) WHERE sla_id IS NOT NULL;
CREATE INDEX event_of_agreement ON event (agreement_id) WHERE agreement_id IS NOT NULL;
CREATE INDEX event_of_provider ON event (provider_id, name) WHERE provider_id IS NOT NULL;
CREATE INDEX event_of_epoch ON event (epoch) WHERE epoch IS NOT NULL;
CREATE INDEX event_by_name ON event (name, block_number, log_index);
CREATE INDEX event_by_time ON event (name, block_time);

-- How far the chain was followed, and which deployment the rows belong to.
CREATE TABLE follower (
  id         INT  PRIMARY KEY CHECK (id = 1),
  deployment TEXT NOT NULL, -- hash of the deployment file
  position   TEXT           -- JSON; NULL before the first block
);

-- Offers as received. The newest of a provider and class counts; older ones are kept until they expire, so that sending one again does
-- not bring its price back.
CREATE TABLE offer (
  sequence    BIGINT GENERATED ALWAYS AS IDENTITY,
  hash        TEXT           PRIMARY KEY,
  provider_id BIGINT         NOT NULL,
  market      INT            NOT NULL,
  class       INT            NOT NULL,
  region      TEXT           NOT NULL,
  rate        NUMERIC(30)    NOT NULL, -- of one GiB, 64.32
  expiry      BIGINT         NOT NULL,
  nonce       BIGINT         NOT NULL,
  superseded  BOOLEAN        NOT NULL DEFAULT FALSE,
  received_at BIGINT         NOT NULL,
  signed      TEXT           NOT NULL  -- JSON: offer, signature, quality
);

CREATE UNIQUE INDEX offer_current ON offer (provider_id, market, class) WHERE NOT superseded;
CREATE INDEX offer_by_price ON offer (rate, hash) WHERE NOT superseded;

-- Quotes, frozen as they were shown.
CREATE TABLE quote (
  hash       TEXT   PRIMARY KEY, -- the SLA's id
  consumer   TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  body       TEXT   NOT NULL     -- JSON
);

CREATE INDEX quote_by_expiry ON quote (expires_at);

-- What was answered to a consumer whose quote became an SLA.
CREATE TABLE opening (
  quote_hash TEXT   PRIMARY KEY,
  opened_at  BIGINT NOT NULL,
  answer     TEXT   NOT NULL     -- JSON
);
