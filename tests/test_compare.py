"""The peers on a tiny text, the held-out figures, and the page that is made of them."""

import importlib.util
import json
import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from conftest import ROOT

from pipeline.brat import read_gold
from pipeline.compare import UNDATED, compare, peers, published
from pipeline.compare.heldout import read_heldout
from pipeline.compare.page import NOTICE, gold_name, gold_section, heldout_table, page
from pipeline.compare.peers import Peer
from pipeline.errors import JumelageError
from pipeline.evaluate.predicted import Predicted
from pipeline.kit import Kit

DOCS = ROOT / "docs"
DAY = datetime(2024, 11, 4)
needs_eds = pytest.mark.skipif(
    importlib.util.find_spec("edsnlp") is None,
    reason="EDS-NLP (the extra `compare`, which `make compare` installs) is not installed",
)


def found(find: peers.Find, marked: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return text and value of what is found, after checking that offsets and text agree."""
    mentions = find(marked, DAY)
    for mention in mentions:
        assert mention.span is not None
        assert marked[slice(*mention.span)] == mention.text
    return [(mention.text, mention.value) for mention in mentions]


def test_spacy_gives_organisations_and_no_values() -> None:
    text = "L’Organisation mondiale de la santé (OMS) aide Emmanuel Macron à Paris."
    assert found(peers.spacy_ner(peers.load_spacy()), text) == [
        ("Organisation mondiale de la santé", ("-", "-")),
        ("OMS", ("-", "-")),
    ]


def test_cldr_gives_whole_names_with_a_capital_the_longest_first() -> None:
    text = (
        "La Guinée-Bissau, la GUINÉE, la Côte d’Ivoire, la Cote d'Ivoire et la Côte d'Ivoire ; "
        "un mali, des Maliens, l’Europe et l’Union européenne."
    )
    assert found(peers.cldr_names(), text) == [
        ("Guinée-Bissau", ("GW",)),
        ("GUINÉE", ("GN",)),
        ("Côte d’Ivoire", ("CI",)),
        ("Côte d'Ivoire", ("CI",)),
    ]


def test_dateparser_gives_days_in_their_places() -> None:
    text = "Signée le 04/11/2023, revue en octobre 2024, puis en octobre 2024."
    mentions = peers.dateparser_search(text, DAY)
    assert [(m.span, m.text, m.value) for m in mentions] == [
        ((10, 20), "04/11/2023", ("DATE", "2023-11-04", "-")),
        ((31, 43), "octobre 2024", ("DATE", "2024-10-04", "-")),
        ((53, 65), "octobre 2024", ("DATE", "2024-10-04", "-")),
    ]


def test_dateparser_counts_from_the_day_of_publication() -> None:
    assert found(peers.dateparser_search, "Arrivés hier.") == [("hier", ("DATE", "2024-11-03", "-"))]


def test_a_text_without_dates_gives_none() -> None:
    assert peers.dateparser_search("Bonjour.", DAY) == []


@needs_eds
def test_eds_nlp_gives_the_parts_of_dates_that_it_knows() -> None:
    text = (
        "Le 21 avril 2022, en octobre 2024, en 2018, le 3 mai, en décembre, il y a vingt ans, "
        "il y a deux mois, il y a deux jours, pendant deux semaines."
    )
    assert found(peers.eds_dates(), text) == [
        ("21 avril 2022", ("DATE", "2022-04-21", "-")),
        ("octobre 2024", ("DATE", "2024-10", "-")),
        ("2018", ("DATE", "2018", "-")),
        ("3 mai", ("DATE", "2024-05-03", "-")),
        ("décembre", ("DATE", "2024-12", "-")),
        ("il y a vingt ans", ("DATE", "2004", "-")),
        ("il y a deux mois", ("DATE", "2024-09", "-")),
        ("il y a deux jours", ("DATE", "2024-11-02", "-")),
        ("deux semaines", ("DURATION", "P2W", "-")),
    ]


@pytest.mark.parametrize(
    ("sidecar", "day"),
    [
        ({"published": "2023-05"}, datetime(2023, 5, 1)),
        ({"published": "2014-12-25"}, datetime(2014, 12, 25)),
        ({"published": None}, UNDATED),
        (None, UNDATED),
    ],
)
def test_the_day_of_publication_is_the_first_that_the_sidecar_states(
    tmp_path: Path, sidecar: dict[str, str | None] | None, day: datetime
) -> None:
    (tmp_path / "a.txt").write_text("Rien.", encoding="utf-8")
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    if sidecar is not None:
        (tmp_path / "a.meta.json").write_text(json.dumps(sidecar), encoding="utf-8")
    [article] = read_gold(tmp_path)
    assert published(tmp_path, article) == day


# --- Held-out figures.


def heldout(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "heldout.toml"
    path.write_text(content, encoding="utf-8")
    return path


ROUND = '[[round]]\nname = "first third"\narticles = 11\n'


def test_held_out_figures_become_a_table(tmp_path: Path) -> None:
    path = heldout(tmp_path, ROUND + "INSTITUTION = { strict = [0.93, 0.9, 0.955], value = 0.9 }\n")
    assert heldout_table(read_heldout(path)).splitlines()[2:] == [
        "| first third (11 articles), span | 0.930 [0.900–0.955] | – | – | – | – | – |",
        "| first third (11 articles), span + value | 0.900 | – | – | – | – | – |",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("x = 1\n", "heldout.toml: must hold [[round]] and nothing else"),
        (
            '[[round]]\nname = "a"\n',
            "heldout.toml: round 'a': needs a name (text) and articles (a whole number)",
        ),
        (
            ROUND + "PLACE = { strict = 0.9 }\n",
            "heldout.toml: round 'first third': PLACE is none of COUNT, COUNTRY, DATE, INSTITUTION, "
            "SPECIALTY, TIMEX_ALL, articles, name",
        ),
        (
            ROUND + "DATE = { overlap = 0.9 }\n",
            "heldout.toml: round 'first third': DATE: overlap is none of strict, value",
        ),
        (
            ROUND + "DATE = { strict = 97.1 }\n",
            "heldout.toml: round 'first third': DATE: strict: "
            "must be F1 or [F1, low, high], each between 0.0 and 1.0, not 97.1",
        ),
        (
            ROUND + "DATE = { strict = [0.9, 0.95, 0.8] }\n",
            "heldout.toml: round 'first third': DATE: strict: "
            "must be F1 or [F1, low, high], each between 0.0 and 1.0, not [0.9, 0.95, 0.8]",
        ),
    ],
)
def test_a_slip_in_the_held_out_figures_is_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(JumelageError) as caught:
        read_heldout(heldout(tmp_path, content))
    assert str(caught.value) == f"{tmp_path}/{message}"


# --- The page.


def test_a_gold_folder_outside_is_not_named_by_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert gold_name(Path("corpus")) == "Sample articles (`corpus/`)"
    assert gold_name(tmp_path) == "Real articles (not in this repository)"


def test_a_peer_is_scored_on_the_labels_it_knows(tmp_path: Path, kit: Kit) -> None:
    (tmp_path / "a.txt").write_text("Le Mali et le Tchad.", encoding="utf-8")
    (tmp_path / "a.ann").write_text(
        "T1\tCOUNTRY 3 7\tMali\nA1\tiso T1 ML\nT2\tCOUNTRY 14 19\tTchad\nA2\tiso T2 TD\n", encoding="utf-8"
    )
    mali = Predicted("COUNTRY", (3, 7), ("MR",), "Mali")
    with_values = Peer("Half", ("babel",), ("COUNTRY",), True, lambda *_: [mali])
    without = Peer("Silent", ("babel",), ("DATE",), False, lambda *_: [])
    section = gold_section(compare(tmp_path, kit, [with_values, without]))
    rows = re.findall(r"^\| (.+?) \| [^|]+ \| ([^|]+) \|", section, re.MULTILINE)
    # One of one found is right, of two wanted: 2 · 1 · ½ / (1 + ½) = ⅔.
    assert rows == [
        ("F1", "COUNTRY"),
        ("annotated mentions", "2"),
        ("**Jumelage**, span", "1.000 [1.000–1.000]"),
        ("**Jumelage**, span + value", "1.000 [1.000–1.000]"),
        ("**Jumelage**, overlap", "1.000"),
        ("Half, span", "0.667 [0.667–0.667]"),
        ("Half, span + value", "0.000 [0.000–0.000]"),
        ("Half, overlap", "0.667"),
        ("Silent, span", "–"),
        ("Silent, overlap", "–"),
    ]


@pytest.mark.parametrize("template", ["<!-- tables --> <!-- versions -->", "<!-- tables -->" * 2])
def test_a_template_must_hold_each_place_once(template: str, tmp_path: Path, kit: Kit) -> None:
    (tmp_path / "a.txt").write_text("Le Mali.", encoding="utf-8")
    (tmp_path / "a.ann").write_text("", encoding="utf-8")
    with pytest.raises(JumelageError, match=r"the template must hold <!-- [a-z]+ --> once, not [02] times"):
        page(template, [compare(tmp_path, kit, [])], ())


def test_the_page_is_what_template_and_held_out_figures_give() -> None:
    # The measured parts take EDS-NLP and minutes to make; what people have written must be up to date.
    template = (DOCS / "evaluation.template.md").read_text(encoding="utf-8")
    written = template.replace("<!-- heldout -->", heldout_table(read_heldout(DOCS / "heldout.toml")))
    pieces = map(re.escape, re.split("<!-- (?:tables|versions) -->", written))
    text = (DOCS / "evaluation.md").read_text(encoding="utf-8")
    assert re.fullmatch(re.escape(NOTICE) + ".+".join(pieces), text, re.DOTALL), "run `make compare`"


def test_without_the_extra_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "edsnlp", None)
    with pytest.raises(JumelageError, match=re.escape("install the extra: pip install .[compare]")):
        peers.eds_dates()


def test_a_wrong_call_ends_with_2(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.compare", "corpus", "--docs", str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env=os.environ,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"compare: {tmp_path}/heldout.toml: cannot be read as TOML (")
