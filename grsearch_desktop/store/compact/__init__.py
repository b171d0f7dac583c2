"""A compact copy of a model's vectors, made for being searched: codes, float16 rows, columns."""
