-- Migration 9. How the vectors of a model are kept (vector_form.py): those that are there stay as they are.
ALTER TABLE model ADD COLUMN form TEXT NOT NULL DEFAULT 'float32';
