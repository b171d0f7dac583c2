-- Migration 5. Words are kept as they are written, folded but not stemmed: what counts as the same
-- word is decided when it is asked for, in the languages of the library. Chinese, Japanese and Korean
-- have their own terms beside the text (cjk.py). `grams`, `words_of_name`, `composed`
-- are functions of ours, which only this migration needs.
CREATE VIRTUAL TABLE new_passage_text USING fts5 (
    text, grams, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO new_passage_text (rowid, text, grams)
    SELECT rowid, text, grams(text) FROM passage_text ORDER BY rowid;
DROP TABLE passage_terms;
DROP TABLE passage_text;
ALTER TABLE new_passage_text RENAME TO passage_text;
CREATE VIRTUAL TABLE passage_terms USING fts5vocab (passage_text, row);

CREATE VIRTUAL TABLE new_file_words USING fts5 (
    name, about, grams, tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO new_file_words (rowid, name, about, grams)
    SELECT file.id, words_of_name(file.name), about, grams(about) FROM file
    JOIN file_words ON file_words.rowid = file.id ORDER BY file.id;
DROP TABLE file_words;
ALTER TABLE new_file_words RENAME TO file_words;
CREATE VIRTUAL TABLE name_terms USING fts5vocab (file_words, row);

DROP TABLE file_name;
CREATE VIRTUAL TABLE file_name USING fts5 (name, tokenize = 'trigram remove_diacritics 1');
INSERT INTO file_name (rowid, name) SELECT id, composed(name) FROM file ORDER BY id;

-- Written anew, the indexes know nothing of what was taken out before.
DELETE FROM counter WHERE name = 'erased';
INSERT INTO passage_text (passage_text, rank) VALUES ('secure-delete', 1);
INSERT INTO file_words (file_words, rank) VALUES ('secure-delete', 1);
INSERT INTO file_name (file_name, rank) VALUES ('secure-delete', 1);

-- What a picture looks like; migration 8 has it in another form.
ALTER TABLE item ADD COLUMN likeness BLOB;
