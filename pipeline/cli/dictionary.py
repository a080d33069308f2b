"""`jumelage dictionary`: every table and column."""


def dictionary() -> None:
    """Print the data dictionary, the source of docs/tables.md."""
    from pipeline.tables.dictionary import dictionary as text
    from pipeline.terminal.streams import write

    write(text())
