-- The key of the provider's node that signed: a signature of a key that was replaced since counts nothing on the chain.
-- Revisions from before have none, and count.
ALTER TABLE revisions ADD COLUMN node_key BYTEA;

-- The newest revision that was signed by the end of an epoch: what of it the provider should have brought onto the chain.
CREATE TABLE revision_epochs (
  agreement  NUMERIC(39, 0) NOT NULL,
  epoch      BIGINT NOT NULL,
  sequence   BIGINT NOT NULL,
  PRIMARY KEY (agreement, epoch)
);
