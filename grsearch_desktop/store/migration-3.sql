-- Migration 3. When a file was last used, as far as can be told: it decides what is done first.
-- Nanoseconds since 1970, never later than when it was noted: a time in the future would be first
-- for ever.
ALTER TABLE file ADD COLUMN used_ns INTEGER NOT NULL DEFAULT 0;
UPDATE file SET used_ns = min(mtime_ns, 1000000000 * CAST(strftime('%s', 'now') AS INTEGER));
DROP INDEX file_by_state;
CREATE INDEX file_by_state ON file (state, used_ns DESC, mtime_ns DESC);
