"""`jumelage check-rules`: all examples of all rules."""

import sys

import typer

from pipeline.cli.options import FAILED, Rules


def check_rules(rules: Rules = None) -> None:
    """Load all rules and vocabularies and run every example of every rule."""
    from pipeline.examples import check_examples
    from pipeline.kit import load_kit

    kit = load_kit(rules)
    checked, failures = check_examples(kit)
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{checked} examples, {len(failures)} failures")
    if failures:
        raise typer.Exit(FAILED)
