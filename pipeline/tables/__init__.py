"""The tables: declared once in `catalogue`, built, checked and written from there."""
