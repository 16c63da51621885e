-- What consumers want providers to answer. Each goes when it has been over for a day.
CREATE TABLE quote_request (
  id         TEXT   PRIMARY KEY, -- Keccak-256 of the canonical text
  consumer   TEXT   NOT NULL,
  body       TEXT   NOT NULL,
  signature  TEXT   NOT NULL,
  placed_at  BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  place      BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE
);

CREATE INDEX quote_request_by_expiry ON quote_request (expires_at);
CREATE INDEX quote_request_of_consumer ON quote_request (consumer, expires_at);

-- Signed offers that answer them: the newest of each provider. For the consumer alone.
CREATE TABLE quote_answer (
  request     TEXT   NOT NULL REFERENCES quote_request (id) ON DELETE CASCADE,
  provider_id BIGINT NOT NULL,
  hash        TEXT   NOT NULL,
  body        TEXT   NOT NULL,
  answered_at BIGINT NOT NULL,
  PRIMARY KEY (request, provider_id)
);
