-- One event may report several settlements: each is a row of its own, told apart by its place in the event.
ALTER TABLE event ADD COLUMN part INT NOT NULL DEFAULT 0;
ALTER TABLE event DROP CONSTRAINT event_pkey;
ALTER TABLE event ADD PRIMARY KEY (block_number, log_index, part, block_hash);
