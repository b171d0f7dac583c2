-- Migration 8. What a page of a file is called where it has a name: the member of an archive, the
-- moment of a film.
CREATE TABLE part (
    file_id INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    page INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (file_id, page)
) WITHOUT ROWID;

INSERT INTO part (file_id, page, name)
SELECT file_id, page, name FROM (
    SELECT item.file_id, item.page, min(item.start),
        substr(text, 1, instr(text || char(10), char(10)) - 1) AS name
    FROM item
    JOIN file ON file.id = item.file_id AND file.kind = 'sheet'
    JOIN passage_text ON passage_text.rowid = item.id
    WHERE item.kind = 'passage' AND item.page > 0
    GROUP BY item.file_id, item.page
) WHERE name != '';

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

-- What tells nearly the same text (sketch.py).
ALTER TABLE file ADD COLUMN sketch BLOB;

-- More kinds of file can be read than before.
UPDATE file SET state = 'waiting', tries = 0 WHERE state = 'error';
