"""The command line: a module per command, thin over the pipeline. What is heavy is imported inside them."""

import typer

from pipeline.cli.annotate import annotate
from pipeline.cli.check_rules import check_rules
from pipeline.cli.dictionary import dictionary
from pipeline.cli.evaluate import evaluate
from pipeline.cli.everywhere import call, give_everywhere, options
from pipeline.cli.evidence import evidence
from pipeline.cli.explain import explain
from pipeline.cli.explore import explore
from pipeline.cli.export import export
from pipeline.cli.extract import extract
from pipeline.cli.registry import registry
from pipeline.cli.status import status

app = typer.Typer(
    name="jumelage",
    help="From French hospital news to tables of international cooperation.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.callback()(options)
for command in (extract, status, evaluate, explain, evidence, explore, export, check_rules, dictionary):
    app.command()(command)
app.add_typer(registry)
app.add_typer(annotate)
give_everywhere(app)


def main() -> None:
    """Run the command line."""
    call(app, "jumelage")
