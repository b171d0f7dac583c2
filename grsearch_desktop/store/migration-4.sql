-- Migration 4. What tells a file from another one of the same size and time: when anything about it
-- was changed last (st_ctime, nanoseconds since 1970), which no program can choose; NULL: not known,
-- as for all files of an older library; 0: it was noted so soon after a change that another one
-- might bear the same time. And its number in its file system (st_ino, 63 bits of it), by which the
-- other names of a hard-linked file are found.
ALTER TABLE file ADD COLUMN ctime_ns INTEGER;
ALTER TABLE file ADD COLUMN number INTEGER;
CREATE INDEX file_by_number ON file (number) WHERE number IS NOT NULL;
