-- Migration 1. Paths are BLOBs: a file's name is bytes, and need not be UTF-8.

CREATE TABLE folder (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,
    is_file INTEGER NOT NULL DEFAULT 0,   -- a single file that the person added
    online INTEGER NOT NULL DEFAULT 1,    -- 0 while its drive is gone
    device INTEGER,                       -- the drive (st_dev) that it was last seen on
    added_at REAL NOT NULL
);

CREATE TABLE file (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    folder_id INTEGER NOT NULL REFERENCES folder ON DELETE CASCADE,
    path BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,                   -- as a person may read it
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,                -- bytes
    mtime_ns INTEGER NOT NULL,
    hash BLOB,                            -- BLAKE3 of the content, NULL until it was read
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'read', 'error')),
    error TEXT,                           -- why it could not be read, or not whole
    error_at REAL,
    may_pass INTEGER NOT NULL DEFAULT 0,  -- whether reading it again later may help
    title TEXT NOT NULL DEFAULT '',
    author TEXT NOT NULL DEFAULT '',
    created REAL,                         -- seconds since 1970, as the file says of itself
    has_looks INTEGER NOT NULL DEFAULT 0  -- whether there are page images or pictures in it
);
CREATE INDEX file_by_folder ON file (folder_id);
CREATE INDEX file_by_state ON file (state, mtime_ns);
CREATE INDEX file_by_hash ON file (hash) WHERE hash IS NOT NULL;
CREATE INDEX file_by_error ON file (error_at) WHERE error IS NOT NULL;

CREATE TABLE item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('passage', 'page', 'picture')),
    page INTEGER,                         -- from 1; NULL where the file has no pages
    start INTEGER,                        -- passage: characters within the page's text
    end INTEGER,
    digest BLOB                           -- picture: names its pixels
);
CREATE INDEX item_by_file ON item (file_id, kind, page);

CREATE TABLE thumbnail (
    item_id INTEGER PRIMARY KEY REFERENCES item ON DELETE CASCADE,
    jpeg BLOB NOT NULL                    -- from migration 9 on WebP
);

-- rowid = item.id of a passage
CREATE VIRTUAL TABLE passage_text USING fts5 (
    text, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE passage_terms USING fts5vocab (passage_text, row);

-- rowid = file.id; the words of a name, and what the file says of itself
CREATE VIRTUAL TABLE file_words USING fts5 (
    name, about, tokenize = 'porter unicode61 remove_diacritics 2'
);

-- rowid = file.id; any three letters in a row
CREATE VIRTUAL TABLE file_name USING fts5 (name, tokenize = 'trigram');

CREATE TABLE model (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,                 -- what the settings call it: loads it again
    dimension INTEGER NOT NULL,
    token_limit INTEGER NOT NULL,
    active INTEGER NOT NULL DEFAULT 0
);

-- Which vector is of what; its id is the rowid in vec_<model>_<part>. Ids only grow, so that
-- whoever keeps a copy in memory asks for those above the last one it has.
CREATE TABLE vector (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    model_id INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,
    item_id INTEGER NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('text', 'look'))
);
CREATE INDEX vector_by_item ON vector (item_id);

-- What is still to be encoded: passages one by one, looks by the file they are read from.
CREATE TABLE text_todo (
    item_id INTEGER PRIMARY KEY REFERENCES item ON DELETE CASCADE
);
CREATE TABLE look_todo (
    file_id INTEGER PRIMARY KEY REFERENCES file ON DELETE CASCADE
);

-- Counts what was taken away, so that copies in memory know when to look again.
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO counter VALUES ('removals', 0);
