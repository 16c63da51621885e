-- Offers that plans were chosen from: once for all plans that saw the same. Goes with the last quote of such a plan.
CREATE TABLE seen_offers (
  hash TEXT PRIMARY KEY,   -- Keccak-256 of the canonical JSON
  body TEXT NOT NULL       -- JSON
);

-- What a plan's quote was computed from; goes when its quote goes.
CREATE TABLE quote_input (
  quote_hash TEXT PRIMARY KEY REFERENCES quote (hash) ON DELETE CASCADE,
  offers     TEXT NOT NULL REFERENCES seen_offers (hash),
  body       TEXT NOT NULL -- JSON without the offers
);

CREATE INDEX quote_input_by_offers ON quote_input (offers);

-- Quotes of plans by the key that the consumer gave its request, so that the same request again gets the same quotes.
CREATE TABLE plan_answer (
  consumer    TEXT   NOT NULL,
  request_key TEXT   NOT NULL,
  answered_at BIGINT NOT NULL,
  request     TEXT   NOT NULL, -- Keccak-256 of the canonical JSON
  answer      TEXT   NOT NULL, -- JSON
  PRIMARY KEY (consumer, request_key)
);

CREATE INDEX plan_answer_by_time ON plan_answer (answered_at);
