"""Whatever the tool: what is missing, there twice or in the way is named, and nothing is half-written."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from make_annotations import ARTICLE, SAVED, refused

from pipeline.annotate.exchange import export, import_from
from pipeline.errors import GoldError, OutputError


def test_all_articles_with_problems_are_named_and_none_is_imported(tmp_path: Path) -> None:
    others = [replace(ARTICLE, name=name) for name in ("a", "b", "c")]
    export([ARTICLE, *others], "brat", tmp_path / "out", found=True)
    (tmp_path / "out" / "a.ann").write_text("T1\tCOUNTRY\n")
    (tmp_path / "out" / "c.txt").unlink()
    told = refused("brat", tmp_path / "out", tmp_path)
    assert [line.split(":")[0] for line in told] == ["out/a.ann", "out/c.ann", "nothing was imported"]
    assert told[-1] == "nothing was imported: 2 problems"


@pytest.mark.parametrize("tool", ["brat", "doccano", "labelstudio"])
def test_what_is_not_there_is_named(tool: Any, tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"no such file or folder$"):
        import_from(tmp_path / "gone", tool, tmp_path / "gold")
    (tmp_path / "empty").mkdir()
    with pytest.raises(GoldError, match=r"empty: holds no \.(ann|jsonl|json) file; "):
        import_from(tmp_path / "empty", tool, tmp_path / "gold")


def test_the_same_article_twice_is_refused(tmp_path: Path) -> None:
    export([ARTICLE], "doccano", tmp_path / "out", found=True)
    saved = SAVED["doccano"](tmp_path / "out")
    line = saved.read_text(encoding="utf-8")
    saved.write_text(f"{line}\n{line}", encoding="utf-8")
    assert refused("doccano", saved, tmp_path)[0] == (
        "all.jsonl: line 2: name 'gao' is that of all.jsonl: line 1 too; keep one of them"
    )


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"out: is there and not empty; give another -o"):
        export([ARTICLE], "brat", tmp_path / "out", found=True)
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "mine.txt"]


@pytest.mark.parametrize("tool", ["brat", "doccano", "labelstudio"])
def test_an_export_that_fails_leaves_nothing(tool: Any, tmp_path: Path) -> None:
    few = replace(ARTICLE, name="few", text="Gao", mentions=(), cooperations=ARTICLE.cooperations * 2)
    with pytest.raises(GoldError, match=r"^few: has fewer words than cooperations"):
        export([ARTICLE, few], tool, tmp_path / "out", found=True)
    with pytest.raises(GoldError, match=r"^there is no article to export$"):
        export([], tool, tmp_path / "out", found=True)
    assert list(tmp_path.iterdir()) == []
