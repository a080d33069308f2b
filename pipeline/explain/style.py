"""The style sheet of the page: one column on a telephone, text and list side by side where there is room."""

from collections.abc import Mapping

from pipeline.records import LABELS, Label

# Hue of each label on the colour circle; lightness and strength are those of the page's light or dark side.
HUES: Mapping[Label, int] = {
    "INSTITUTION": 205,
    "COUNTRY": 145,
    "SPECIALTY": 315,
    "DATE": 45,
    "COUNT": 265,
}

_BASE = """
:root { color-scheme: light dark; --paper: #fdfdfb; --card: #ffffff; --ink: #1d2126; --soft: #5b636d;
  --line: #d9dde1; --tint: 90%; --edge: 38%; --focus: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171a; --card: #1c2024; --ink: #e7e9ea; --soft: #a3abb3; --line: #363c42;
    --tint: 20%; --edge: 72%; --focus: #8ab4f8; } }
/* What a link leads to must not end up behind the boxes at the top. */
html { scroll-padding-top: 6.5rem; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 88rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.35rem; line-height: 1.25; margin: .25rem 0; }
h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
p { margin: .25rem 0; }
a { color: inherit; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
.soft, dt, summary { color: var(--soft); }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
fieldset { border: 0; margin: .75rem 0 0; padding: .5rem 0; display: flex; flex-wrap: wrap; gap: .4rem;
  position: sticky; top: 0; z-index: 1; background: var(--paper); }
legend { float: left; padding: .25rem .5rem .25rem 0; }
fieldset label { border: 1px solid var(--edge-colour, var(--line)); border-radius: 99rem;
  padding: .2rem .7rem .2rem .45rem; background: var(--tint-colour, none); font-size: .875rem; }
.text { white-space: pre-wrap; background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
  padding: 1rem; line-height: 2; }
mark { background: none; color: inherit; }
mark > a { text-decoration: none; background: var(--tint-colour); border-bottom: 2px solid var(--edge-colour);
  padding: .12em 0; }
mark > a:hover { border-bottom-width: 4px; }
mark sup { font-size: .65em; line-height: 0; font-weight: 600; padding: 0 .15em; }
mark.lost > a { background: none; border-bottom: 2px dotted var(--soft); }
mark:has(> :target) > a { background: var(--edge-colour); color: var(--paper); }
ol.items { list-style: none; margin: 0; padding: 0; }
ol.items > li { border: 1px solid var(--line); border-left: .3rem solid var(--edge-colour);
  border-radius: .5rem; background: var(--card); padding: .5rem .75rem; margin: 0 0 .5rem;
  scroll-margin: .5rem 0; }
ol.items > li.lost { border-left-style: dotted; border-left-color: var(--soft); }
ol.items > li:target { outline: 3px solid var(--focus); outline-offset: -1px; }
.head { display: flex; gap: .5rem; align-items: baseline; }
.head strong { flex: 1; }
.tag { font-size: .7rem; letter-spacing: .03em; border-radius: .25rem; padding: .05rem .35rem;
  background: var(--tint-colour); border: 1px solid var(--edge-colour); white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .05rem .75rem; margin: .25rem 0;
  font-size: .9rem; }
dd { margin: 0; }
dd .tag { font-size: .65rem; }
code { font: .9em ui-monospace, monospace; }
details { font-size: .875rem; margin-top: .25rem; }
summary { cursor: pointer; padding: .2rem 0; }
details ul { margin: .25rem 0; padding-left: 1.1rem; }
.side h2 { margin-top: 0; }
details li { margin-bottom: .35rem; }
.cooperation { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
  padding: .5rem 1rem; margin-bottom: .75rem; }
@media (min-width: 60rem) {
  .article { display: grid; grid-template-columns: minmax(0, 1fr) 26rem; gap: 0 1.5rem; }
  .article > header { grid-column: 1 / -1; }
  .article > .side { position: sticky; top: 3.75rem; align-self: start; max-height: calc(100vh - 4.5rem);
    overflow: auto; padding: 3px; scrollbar-gutter: stable; }
}
@media print { fieldset, .back { display: none; }
  .article { display: block; } .article > .side { max-height: none; position: static; } }
"""


def style_sheet() -> str:
    """Return the style sheet, with the colours and the filter of every label."""
    return _BASE + "".join(_label_rules(label) for label in LABELS)


def _label_rules(label: Label) -> str:
    hue = HUES[label]
    hidden = f":root:has(#show-{label}:not(:checked))"
    return (
        f".{label} {{ --tint-colour: hsl({hue} 75% var(--tint));"
        f" --edge-colour: hsl({hue} 65% var(--edge)); }}\n"
        f"{hidden} .items > .{label} {{ display: none; }}\n"
        f"{hidden} mark.{label} > a {{ background: none; border-color: transparent; }}\n"
        f"{hidden} mark.{label} > sup {{ display: none; }}\n"
    )
