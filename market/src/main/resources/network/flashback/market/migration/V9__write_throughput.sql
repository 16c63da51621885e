-- KiB a second that reporters wrote; NULL where nobody wrote.
ALTER TABLE measurement ADD COLUMN write_kib INT;
