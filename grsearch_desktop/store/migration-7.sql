-- Migration 7. A model is filled beside the one that answers, and one that answered before is kept:
-- each has its own lists of what is still to be encoded.
ALTER TABLE model ADD COLUMN next INTEGER NOT NULL DEFAULT 0;      -- it is being filled
ALTER TABLE model ADD COLUMN answered INTEGER NOT NULL DEFAULT 0;  -- it answers, or did once
ALTER TABLE model ADD COLUMN leaving INTEGER NOT NULL DEFAULT 0;   -- its vectors are being erased
UPDATE model SET answered = active;

-- Without a model there is nothing on the lists: whoever is first gets everything.
ALTER TABLE text_todo RENAME TO old_text_todo;
CREATE TABLE text_todo (
    item_id INTEGER NOT NULL REFERENCES item ON DELETE CASCADE,
    model_id INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,
    PRIMARY KEY (item_id, model_id)
) WITHOUT ROWID;
CREATE INDEX text_todo_by_model ON text_todo (model_id);
INSERT INTO text_todo
    SELECT item_id, model.id FROM old_text_todo CROSS JOIN model WHERE active
    ORDER BY item_id;
INSERT INTO text_todo
    SELECT item.id, model.id FROM item CROSS JOIN model WHERE kind = 'passage' AND NOT active
    AND NOT EXISTS (SELECT 1 FROM vector
        WHERE item_id = item.id AND model_id = model.id AND part = 'text');
DROP TABLE old_text_todo;

ALTER TABLE look_todo RENAME TO old_look_todo;
CREATE TABLE look_todo (
    file_id INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    model_id INTEGER NOT NULL REFERENCES model ON DELETE CASCADE,
    PRIMARY KEY (file_id, model_id)
);
CREATE INDEX look_todo_by_model ON look_todo (model_id);
INSERT INTO look_todo
    SELECT file_id, model.id FROM old_look_todo CROSS JOIN model WHERE active;
INSERT INTO look_todo
    SELECT file.id, model.id FROM file CROSS JOIN model WHERE has_looks AND NOT active;
DROP TABLE old_look_todo;

-- The last id that a vector of each model got: copies in memory look at that of theirs alone.
INSERT INTO counter
    SELECT 'last vector, model ' || model_id, max(id) FROM vector GROUP BY model_id;
