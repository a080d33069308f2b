"""The explorer: the tables of a run as one HTML file, which opens from a disk and asks no network for anything."""
