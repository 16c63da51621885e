-- Extents whose pieces are the bytes themselves, whole at each leg: 'native'. Null for those that are sealed.
ALTER TABLE extents ADD COLUMN layout TEXT;

-- CRC32C of each frame of a native piece, four bytes each, big-endian. Null where each frame has a tag of its own.
ALTER TABLE pieces ADD COLUMN sums BYTEA;
