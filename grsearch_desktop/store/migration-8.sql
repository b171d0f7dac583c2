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

-- The state of the readers that read a file (registry.READERS): one that an older one read is read
-- again when there is nothing else to do.
ALTER TABLE file ADD COLUMN readers INTEGER NOT NULL DEFAULT 0;
CREATE INDEX file_by_readers ON file (readers) WHERE state = 'read';

-- Text that was recognised in pictures: how surely, from 0 to 1 (NULL: it stands in the file as
-- text), and where its words are (recognised.py). Such a passage has the digest of its picture,
-- none where it is on a page that was looked at whole.
ALTER TABLE item ADD COLUMN confidence REAL;
CREATE INDEX item_recognised ON item (id, confidence) WHERE confidence IS NOT NULL;
CREATE TABLE word_place (
    item_id INTEGER PRIMARY KEY REFERENCES item ON DELETE CASCADE,
    places BLOB NOT NULL
);

-- Whether a file was looked through for such text: 1 to its end, 2 in vain.
ALTER TABLE file ADD COLUMN recognised INTEGER NOT NULL DEFAULT 0;
CREATE INDEX file_by_recognised ON file (recognised) WHERE recognised;
CREATE TABLE recognise_todo (
    file_id INTEGER PRIMARY KEY REFERENCES file ON DELETE CASCADE
);
-- What of a file on that list was looked at already: pages, or pictures by their digest.
CREATE TABLE looked_through (
    file_id INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    page INTEGER NOT NULL,                -- 0 for a picture
    digest BLOB NOT NULL,                 -- empty for a page
    PRIMARY KEY (file_id, page, digest)
) WITHOUT ROWID;
INSERT INTO recognise_todo SELECT id FROM file WHERE state = 'read' AND has_looks AND (
    kind = 'image'
    OR EXISTS (SELECT 1 FROM item WHERE file_id = file.id AND item.kind = 'picture')
    OR EXISTS (SELECT 1 FROM item AS of_page WHERE file_id = file.id AND of_page.kind = 'page'
        AND (SELECT coalesce(sum(end - start), 0) FROM item WHERE file_id = file.id
            AND item.kind = 'passage' AND item.page = of_page.page) < 200)
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
