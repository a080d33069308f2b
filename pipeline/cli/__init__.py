"""The command line: a module per command, thin over the pipeline. What is heavy is imported inside them."""

import sys

import typer

from pipeline.cli.check_rules import check_rules
from pipeline.cli.dictionary import dictionary
from pipeline.cli.evaluate import evaluate
from pipeline.cli.evidence import evidence
from pipeline.cli.explain import explain
from pipeline.cli.explore import explore
from pipeline.cli.extract import extract
from pipeline.cli.options import CUT_SHORT, SIGNALLED, WRONG_CALL
from pipeline.cli.registry import registry
from pipeline.cli.status import status
from pipeline.errors import JumelageError, RunError, StoppedError

app = typer.Typer(
    name="jumelage",
    help="From French hospital news to tables of international cooperation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (extract, status, evaluate, explain, evidence, explore, check_rules, dictionary):
    app.command()(command)
app.add_typer(registry)


def main() -> None:
    """Run the command line; an error of ours is one line on standard error and an exit status.

    2 for a wrong call, 3 for a run that can be taken up again, 128 and its number for a signal.
    """
    try:
        app()
    except StoppedError as error:
        print(f"jumelage: {error}", file=sys.stderr)
        sys.exit(SIGNALLED + error.number)
    except JumelageError as error:
        print(f"jumelage: {error}", file=sys.stderr)
        sys.exit(CUT_SHORT if isinstance(error, RunError) else WRONG_CALL)
