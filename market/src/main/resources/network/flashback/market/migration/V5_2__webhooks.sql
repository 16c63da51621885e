-- Events get a number in the order in which they came in, and those of disputes are followed too: everything is read again from the chain.
DELETE FROM event;
UPDATE follower SET position = NULL;
ALTER TABLE event ADD COLUMN sequence BIGINT GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX event_by_sequence ON event (sequence);

-- Where organisations want to be told. Secrets are derived and stand nowhere; a rotation is a new number.
CREATE TABLE webhook (
  id             TEXT   PRIMARY KEY,
  organisation   TEXT   NOT NULL REFERENCES organisation (id),
  url            TEXT   NOT NULL,
  types          TEXT   NOT NULL, -- separated by spaces
  consumers      TEXT   NOT NULL, -- addresses, separated by spaces
  providers      TEXT   NOT NULL, -- ids, separated by spaces
  secret_number  INT    NOT NULL,
  rotated_at     BIGINT NOT NULL,
  created_at     BIGINT NOT NULL,
  after_sequence BIGINT NOT NULL, -- events up to here were looked at
  stopped        TEXT             -- why nothing is sent any more
);

CREATE INDEX webhook_of_organisation ON webhook (organisation, created_at);

-- What was told, or is to be. An event is told once to a webhook, also when it was read again.
CREATE TABLE webhook_delivery (
  id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  webhook    TEXT   NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
  event      TEXT   NOT NULL,
  type       TEXT   NOT NULL,
  body       TEXT   NOT NULL, -- JSON as it is signed
  created_at BIGINT NOT NULL,
  state      TEXT   NOT NULL, -- WAITING, DELIVERED, DEAD
  attempts   INT    NOT NULL,
  next_at    BIGINT NOT NULL,
  last_at    BIGINT,
  result     TEXT,            -- of the last attempt
  UNIQUE (webhook, event)
);

CREATE INDEX webhook_delivery_due ON webhook_delivery (next_at) WHERE state = 'WAITING';
CREATE INDEX webhook_delivery_of ON webhook_delivery (webhook, id);
