-- What was answered to a write that came with a key (Idempotency-Key), for a day: the same request again gets the same answer.
CREATE TABLE idempotency (
  place       TEXT   PRIMARY KEY, -- SHA-256 of the caller and the key
  request     TEXT   NOT NULL,    -- SHA-256 of method, path and body
  answered_at BIGINT NOT NULL,
  answer      BYTEA  NOT NULL     -- sealed under what only the sender has: answers may hold secrets
);

CREATE INDEX idempotency_by_time ON idempotency (answered_at);
