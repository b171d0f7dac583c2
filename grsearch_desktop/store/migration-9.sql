-- Migration 9. How the vectors of a model are kept (vector_form.py): those that are there stay as they are.
ALTER TABLE model ADD COLUMN form TEXT NOT NULL DEFAULT 'float32';

-- How many files and items there are, of each folder and kind: to count a million of
-- them takes a second, and the window asks each second. Triggers keep the numbers right, whoever
-- writes.
CREATE TABLE file_tally (
    folder_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    has_looks INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (folder_id, state, has_looks)
) WITHOUT ROWID;
CREATE TABLE item_tally (
    kind TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO file_tally SELECT folder_id, state, has_looks, count(*) FROM file GROUP BY 1, 2, 3;
INSERT INTO item_tally SELECT kind, count(*) FROM item GROUP BY 1;

CREATE TRIGGER file_counted AFTER INSERT ON file BEGIN
    INSERT INTO file_tally VALUES (new.folder_id, new.state, new.has_looks, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER file_uncounted AFTER DELETE ON file BEGIN
    UPDATE file_tally SET count = count - 1
        WHERE (folder_id, state, has_looks) = (old.folder_id, old.state, old.has_looks);
    DELETE FROM file_tally WHERE count = 0;
END;
CREATE TRIGGER file_counted_anew AFTER UPDATE OF folder_id, state, has_looks ON file
    WHEN (old.folder_id, old.state, old.has_looks) != (new.folder_id, new.state, new.has_looks)
BEGIN
    UPDATE file_tally SET count = count - 1
        WHERE (folder_id, state, has_looks) = (old.folder_id, old.state, old.has_looks);
    DELETE FROM file_tally WHERE count = 0;
    INSERT INTO file_tally VALUES (new.folder_id, new.state, new.has_looks, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER item_counted AFTER INSERT ON item BEGIN
    INSERT INTO item_tally VALUES (new.kind, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER item_uncounted AFTER DELETE ON item BEGIN
    UPDATE item_tally SET count = count - 1 WHERE kind = old.kind;
    DELETE FROM item_tally WHERE count = 0;
END;
