-- How the pieces of an agreement were hashed in the revision that both signed (TreeHash.code).
-- Revisions from before had keccak-256 only.
ALTER TABLE revisions ADD COLUMN tree_hash SMALLINT NOT NULL DEFAULT 0;
