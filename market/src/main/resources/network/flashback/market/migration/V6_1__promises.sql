-- What listed offers promised, by the hash that they carry. Kept when the offer is gone: agreements are measured against it until they end.
CREATE TABLE promise (
  hash     TEXT PRIMARY KEY,
  document TEXT NOT NULL
);
