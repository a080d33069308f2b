"""The tables of a run for those who analyse them: `open_tables` of `tables`, over `stored`, which reads."""
