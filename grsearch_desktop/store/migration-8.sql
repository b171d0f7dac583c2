-- Migration 8. What a page of a file is called where it has a name: the member of an archive, the
-- moment of a film.
CREATE TABLE part (
    file_id INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    page INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (file_id, page)
) WITHOUT ROWID;

-- What a file says of itself, by name (camera, from, keywords): what a filter asks for. The words of
-- all of it are in `file_words` too.
CREATE TABLE fact (
    file_id INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (file_id, name)
) WITHOUT ROWID;
CREATE INDEX fact_by_name ON fact (name);
ALTER TABLE file ADD COLUMN latitude REAL;   -- degrees north, where it says where it was made
ALTER TABLE file ADD COLUMN longitude REAL;  -- degrees east

-- Text that was recognised in pictures: how surely, from 0 to 1 (NULL: it stands in the file as
-- text), and where its words are, as four 16 bit shares of the picture's sides each (left, top,
-- width, height).
ALTER TABLE item ADD COLUMN confidence REAL;
CREATE TABLE word_place (
    item_id INTEGER PRIMARY KEY REFERENCES item ON DELETE CASCADE,
    places BLOB NOT NULL
);
CREATE TABLE recognise_todo (
    file_id INTEGER PRIMARY KEY REFERENCES file ON DELETE CASCADE
);

-- What tells nearly the same text (sketch.py), empty where there is none, and nearly the same picture
-- (likeness.py), of image files alone; not in `file` and `item`, which are passed as a whole. Of what was read before it is found out after
-- this, for it takes a minute (copies.py).
CREATE TABLE sketch (
    file_id INTEGER PRIMARY KEY REFERENCES file ON DELETE CASCADE,
    hashes BLOB NOT NULL
);
CREATE TABLE light (
    item_id INTEGER PRIMARY KEY REFERENCES item ON DELETE CASCADE,
    places BLOB NOT NULL
);
ALTER TABLE item DROP COLUMN likeness;
INSERT INTO counter SELECT 'files without what tells copies', count(*) FROM file
    WHERE state = 'read' HAVING count(*) > 0;

-- More kinds of file can be read than before.
UPDATE file SET state = 'waiting', tries = 0 WHERE state = 'error';
