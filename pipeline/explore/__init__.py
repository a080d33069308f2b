"""The explorer: the tables of a run as one HTML file, which needs no server and no network."""
