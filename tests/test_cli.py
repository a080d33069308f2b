"""The command line: what it prints, what it refuses, and how it ends."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.rules import default_folder

ARTICLE = """Le CHU d’Angers et l’hôpital de Bamako

Le 3 juin 2024, le CHU d’Angers a signé une convention de partenariat avec le CHU Gabriel Touré (Mali).
Trois médecins maliens ont été formés en cardiologie.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bon.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path / "in"


def rejects(output: Path) -> list[tuple[str, ...]]:
    return [tuple(row.values()) for row in pq.read_table(output / "rejects").to_pylist()]


def test_help_lists_the_commands(command: Callable) -> None:
    shown = command("--help")
    assert shown.status == 0
    assert re.findall(r"^│ ([a-z][a-z-]+) ", shown.out, re.MULTILINE) == [
        "extract",
        "status",
        "evaluate",
        "explain",
        "evidence",
        "explore",
        "export",
        "check-rules",
        "dictionary",
        "registry",
        "annotate",
    ]


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["extract", "--help"], ["evaluate", "--help"], ["explain", "--help"], ["explore", "--help"]],
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import atexit, sys\n"
        "heavy = ('spacy', 'pandas', 'pyarrow', 'numpy', 'scipy', 'dateparser', 'altair', 'vl_convert')\n"
        "atexit.register(lambda: print(sorted(set(heavy) & set(sys.modules)), file=sys.stderr))\n"
        "from pipeline.cli import main\n"
        f"sys.argv = ['jumelage', *{arguments!r}]\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stderr.strip() == "[]"


def test_extract_writes_tables_and_says_what_it_found(
    folder: Path, tmp_path: Path, jumelage: Callable
) -> None:
    ended = jumelage("extract", folder, "-o", tmp_path / "out")
    assert (ended.status, ended.err) == (0, "")
    found = dict(re.findall(r"^ +([A-Za-z ]+?) {2,}(\d+) *$", ended.out, re.MULTILINE))
    mentions = pq.read_table(tmp_path / "out" / "mentions").to_pylist()
    assert found == {
        "documents": "1",
        "articles": "1",
        **{
            f"{label} mentions": str(sum(row["label"] == label for row in mentions))
            for label in ("INSTITUTION", "COUNTRY", "SPECIALTY", "DATE", "COUNT")
        },
        "institutions": str(pq.read_table(tmp_path / "out" / "institutions").num_rows),
        "cooperations": str(pq.read_table(tmp_path / "out" / "cooperations").num_rows),
        "partnerships": str(pq.read_table(tmp_path / "out" / "partnerships").num_rows),
        "rejects": "0",
    }
    texts = {(row["label"], row["text"]) for row in mentions}
    assert {
        ("INSTITUTION", "CHU Gabriel Touré"),
        ("COUNTRY", "Mali"),
        ("SPECIALTY", "cardiologie"),
        ("DATE", "3 juin 2024"),
        ("COUNT", "Trois médecins"),
    } <= texts


BAD: dict[str, tuple[bytes, str, str]] = {
    "vide.txt": (b"", "ReadError", "vide.txt: the file is empty (0 bytes)"),
    "blanc.txt": (
        b" \n\n",
        "ReadError",
        "blanc.txt: holds no text: there is no letter and no digit in it",
    ),
    "image.txt": (
        b"\x89PNG\r\n\x1a\n\0\0",
        "ReadError",
        "image.txt: format not supported: a PNG image; run text recognition (OCR) first",
    ),
    "binaire.txt": (
        b"abc\0def",
        "ReadError",
        "binaire.txt: holds no text: NUL at byte 3 shows a binary file",
    ),
    "lettre.docx": (
        b"PK\x03\x04xxxx",
        "ReadError",
        "lettre.docx: is a damaged ZIP or document: File is not a zip file",
    ),
    "liste.csv": (
        b"a,b\n1,2\n",
        "ReadError",
        "liste.csv: no column is known to hold the text; name one with --text-column: a, b",
    ),
    "vide.csv": (
        b"titre,texte\n",
        "ReadError",
        "vide.csv: holds no record: there is nothing below its header",
    ),
    "english.txt": (
        b"The university hospital welcomed two cardiologists, who will stay for a month in its department.",
        "NotFrenchError",
        "english.txt: article 0 is in another language than French: en",
    ),
}
SIDECARS = {
    "[1]": "date.meta.json: must hold one JSON object, not list",
    '{"published": 2024}': "date.meta.json: published must be a string or null, not int",
    '{"published": "03/06/2024"}': (
        "date.meta.json: published '03/06/2024' is no EDTF date; write 2024-06-03, 2024-06 or 2024"
    ),
}


def test_what_cannot_be_read_is_a_reject_and_the_run_goes_on(
    folder: Path, tmp_path: Path, jumelage: Callable
) -> None:
    for name, (data, _, _) in BAD.items():
        (folder / name).write_bytes(data)
    ended = jumelage("extract", folder, "-o", tmp_path / "out")
    assert ended.status == 0
    assert rejects(tmp_path / "out") == [
        (name, "language" if error == "NotFrenchError" else "read", error, detail)
        for name, (_, error, detail) in sorted(BAD.items())
    ]
    documents = pq.read_table(tmp_path / "out" / "documents").to_pylist()
    assert sorted((row["source"], row["language"], row["n_articles"]) for row in documents) == [
        ("bon.txt", "fr", 1),
        ("english.txt", "en", 0),
    ]
    assert re.search(rf"rejects +{len(BAD)}\s", ended.out)
    for name, (_, _, detail) in BAD.items():
        assert f"rejected {name}: {detail}" in ended.out


@pytest.mark.parametrize(("sidecar", "detail"), SIDECARS.items())
def test_a_broken_sidecar_is_a_reject(
    folder: Path, tmp_path: Path, jumelage: Callable, sidecar: str, detail: str
) -> None:
    (folder / "date.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "date.meta.json").write_text(sidecar, encoding="utf-8")
    assert jumelage("extract", folder, "-o", tmp_path / "out").status == 0
    assert rejects(tmp_path / "out") == [("date.txt", "read", "SidecarError", detail)]


def test_a_sidecar_that_is_no_json_is_a_reject(folder: Path, tmp_path: Path, jumelage: Callable) -> None:
    (folder / "bon.meta.json").write_text("{", encoding="utf-8")
    assert jumelage("extract", folder, "-o", tmp_path / "out").status == 1
    [(source, stage, error, detail)] = rejects(tmp_path / "out")
    assert (source, stage, error) == ("bon.txt", "read", "SidecarError")
    assert detail.startswith("bon.meta.json: is not JSON in UTF-8 (")


def test_nothing_readable_ends_with_1_and_still_says_why(tmp_path: Path, command: Callable) -> None:
    (tmp_path / "vide.txt").write_bytes(b"")
    ended = command("extract", tmp_path / "vide.txt", "-o", tmp_path / "out")
    assert ended.status == 1
    assert ended.err.splitlines()[-1] == "jumelage: nothing could be read; see the table rejects"
    assert rejects(tmp_path / "out") == [
        ("vide.txt", "read", "ReadError", "vide.txt: the file is empty (0 bytes)")
    ]


def test_an_empty_folder_ends_with_1(tmp_path: Path, jumelage: Callable) -> None:
    (tmp_path / "in").mkdir()
    assert jumelage("extract", tmp_path / "in", "-o", tmp_path / "out").status == 1


@pytest.mark.parametrize(
    "arguments",
    [["extract"], ["extract", "corpus"], ["extrakt", "corpus"], ["evaluate", "corpus", "--csv"]],
)
def test_a_wrong_call_ends_with_2(jumelage: Callable, arguments: list[str]) -> None:
    assert jumelage(*arguments).status == 2


def test_a_missing_input_ends_with_2_before_anything_is_written(tmp_path: Path, jumelage: Callable) -> None:
    ended = jumelage("extract", tmp_path / "absent", "-o", tmp_path / "out")
    assert ended.status == 2
    assert ended.err == (
        f"jumelage: {tmp_path / 'absent'}: no such file or folder; "
        f"check the path, it is seen from {Path.cwd()}\n"
    )
    assert not (tmp_path / "out").exists()


def test_a_foreign_output_directory_is_left_alone(folder: Path, jumelage: Callable) -> None:
    ended = jumelage("extract", folder, "-o", folder)
    assert ended.status == 2
    assert ended.err == (
        f"jumelage: {folder}: holds bon.txt, which is no table of this program; "
        "give an empty directory with -o\n"
    )
    assert [path.name for path in folder.iterdir()] == ["bon.txt"]


def test_a_broken_rule_stops_the_run_before_any_article_is_read(
    folder: Path, tmp_path: Path, command: Callable
) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(default_folder(), rules)
    file = rules / "relations" / "cues.toml"
    content = file.read_text(encoding="utf-8")
    identity = re.search(r'^id = "([^"]+)"', content, re.MULTILINE)
    assert identity
    file.write_text(content.replace("\nwhy =", "\nbecause =", 1), encoding="utf-8")
    # The input would be rejected if it were read.
    (folder / "bon.txt").write_bytes(b"")
    ended = command("extract", folder, "-o", tmp_path / "out", "--rules", rules)
    assert ended.status == 2
    assert ended.err == f"jumelage: {file}: rule {identity[1]!r}: key 'why' is missing\n"
    assert ended.out == ""
    assert not (tmp_path / "out").exists()


def test_gold_and_sidecars_are_no_inputs(folder: Path, tmp_path: Path, jumelage: Callable) -> None:
    (folder / "bon.ann").write_text("T1\tCOUNTRY 0 2\tLe\n", encoding="utf-8")
    (folder / "bon.coop.json").write_text("[]", encoding="utf-8")
    (folder / "bon.meta.json").write_text('{"published": "2024-06-04"}', encoding="utf-8")
    (folder / ".cache").write_text("x", encoding="utf-8")
    assert jumelage("extract", folder, "-o", tmp_path / "out").status == 0
    rows = pq.read_table(tmp_path / "out" / "documents").to_pylist()
    assert [(row["source"], row["published"]) for row in rows] == [("bon.txt", "2024-06-04")]
    [article] = pq.read_table(tmp_path / "out" / "articles").to_pylist()
    assert article["published_from"] == "sidecar"
    assert rejects(tmp_path / "out") == []
