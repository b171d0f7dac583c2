-- Migration 6. Which vectors were taken out, in which order: whoever keeps a copy of them takes the
-- same out. A removal is forgotten once the copies that are kept beside the library have followed it
-- (compact/keeping.py), up to the one that the counter names.
CREATE TABLE removed_vector (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id INTEGER NOT NULL
);
INSERT INTO counter VALUES ('removals followed', 0);
