"""`jumelage check-rules`: all examples of all rules."""

import typer

from pipeline.cli.options import FAILED, Json, Rules


def check_rules(as_json: Json = False, rules: Rules = None) -> None:
    """Load all rules and vocabularies and run every example of every rule."""
    from pipeline.examples import cases
    from pipeline.kit import load_kit
    from pipeline.terminal.consoles import output, summary
    from pipeline.terminal.progress import track
    from pipeline.terminal.streams import write_json

    examples = list(cases(load_kit(rules)))
    with track("examples", len(examples)) as counted:
        checked = [(case, case.check()) for case in counted(examples)]
    failures = [(case, problem) for case, problem in checked if problem is not None]
    if as_json:
        found = [
            {"file": str(case.rule.file), "rule": case.rule.id, "text": case.text, "problem": problem}
            for case, problem in failures
        ]
        write_json({"examples": len(examples), "failures": found})
    else:
        for case, problem in failures:
            output().print(f"{case.name}\n    {problem}", soft_wrap=True)
        summary().print(f"{len(examples)} examples, {len(failures)} failures")
    if failures:
        raise typer.Exit(FAILED)
