-- Migration 2. How often a file was read again whose trouble may pass.
ALTER TABLE file ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;

-- Words that are taken out of the full-text tables leave their index at once; how that is weighed
-- against writing the index anew stands in erasure.py.
INSERT INTO passage_text (passage_text, rank) VALUES ('secure-delete', 1);
INSERT INTO file_words (file_words, rank) VALUES ('secure-delete', 1);
INSERT INTO file_name (file_name, rank) VALUES ('secure-delete', 1);
