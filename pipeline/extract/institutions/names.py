"""Names that the grammar finds, with the coordinations that share their head noun."""

import re

from pipeline.extract.institutions.foreign import foreign_name
from pipeline.extract.institutions.found import Found
from pipeline.extract.institutions.grammar import Grammar, match_head, match_phrase, match_place
from pipeline.extract.institutions.named import Name
from pipeline.extract.institutions.parse import Parser
from pipeline.extract.institutions.scene import Scene, in_street, scene
from pipeline.extract.institutions.sigles import abbreviated
from pipeline.extract.institutions.tokens import Token, written
from pipeline.extract.view import View
from pipeline.gazetteer import Gazetteer
from pipeline.text import fold, plain

_COMPANY_NOUNS = frozenset(("societes", "entreprise", "start up"))
# Nouns that only say what bears a name right behind them: `le réseau Unicancer`.
_DESCRIBING = frozenset(("coalition", "compagnie", "consortium", "reseau"))
_ARTICLES = frozenset(("La", "Le", "Les", "L'"))
_OPENING = frozenset(("«", '"'))
_QUARTERS = frozenset(("nord", "sud", "est", "ouest"))
# Plural determiners behind which a number tells of known ones: `les deux CHU`.
_DEFINITE = frozenset(("les", "des", "aux", "ces", "nos", "leurs"))


def find_names(view: View, grammar: Grammar, gazetteer: Gazetteer) -> list[Found]:
    """Return the names that head nouns introduce, coordinated ones included."""
    article = scene(view, grammar, gazetteer)
    tokens = article.tokens
    parser = Parser(article)
    found: list[Found] = []
    i = 0
    while i < len(tokens):
        if tokens[i].folded not in grammar.marks:
            i += 1
            continue
        name = max(
            filter(None, (parser.name_at(i), abbreviated(article, i))), key=lambda n: n.last, default=None
        )
        if name is None or _excluded(view, article, name):
            foreign = foreign_name(view, tokens, i, grammar)
            if foreign is not None:
                found.append(foreign)
            i += 1
            continue
        if article.text(name.first, name.last) in gazetteer.names:
            i = name.last  # `Union des Comores` is a country
            continue
        found.append(_found(view, name, article))
        items = _coordinated(view, article, name)
        found += items
        i = name.last
    return found


def _found(view: View, name: Name, article: Scene) -> Found:
    tokens, family = article.tokens, name.head.family
    place = written(view, tokens, *name.place) if name.place else None
    full = _full_name(view, name, tokens)
    if place and (town := article.gazetteer.gentiles.get(fold(place))):
        # `CHU stéphanois` is `CHU de Saint-Étienne`.
        full, place = f"{full.removesuffix(place)}{_of(town)}", town
    if name.own and _introduced(view, name, article):
        # `la société Biomérieux`, `l'association allemande Kinderherzen`: the noun is none of the name.
        own = written(view, tokens, *name.own)
        company = _is_company(view, name, tokens)
        demonyms = [article.gazetteer.demonyms.get(t.folded) for t in tokens[name.core : name.own[0]]]
        quoted = tokens[name.own[0] - 1].plain in _OPENING
        return Found(
            start=tokens[name.own[0]].start,
            end=tokens[(name.own[1] if quoted else name.last) - 1].end,
            rule=family.rule,
            kind="company" if company else family.kind,
            name=own,
            country=next((isos[0] for isos in demonyms if isos), family.country),
            # It wins over the pattern of names in quotes, which tells no country.
            weight=int(quoted),
        )
    core = written(view, tokens, *name.own) if name.own else None
    return Found(
        start=tokens[name.first].start,
        end=tokens[name.last - 1].end,
        rule=family.rule,
        kind=_kind(view, name, tokens),
        name=full,
        core=core,
        place=place,
        family=family.rule,
        country=family.country,
    )


def _kind(view: View, name: Name, tokens: list[Token]) -> str:
    """Return the kind: a proper name alone is that of no learned society (`Société Novatech`)."""
    family = name.head.family
    if family.rule != "network":
        return family.kind
    alone = name.own == (name.core, name.last)
    noun = fold(written(view, tokens, name.first, name.core))
    # `Collège protestant de Ouagadougou` is a school, `Collège des gynécologues` a society.
    placed = name.place is not None and not name.topic and tokens[name.core].folded != "des"
    if noun == "college" and (alone or placed):
        return "other"
    return "company" if alone and _is_company(view, name, tokens) else family.kind


def _introduced(view: View, name: Name, article: Scene) -> bool:
    """Return whether the noun only says what bears the name: that of a company, or one with an adjective."""
    assert name.own is not None
    tokens = article.tokens
    quoted = tokens[name.own[0] - 1].plain in _OPENING
    between = range(name.core, name.own[0] - quoted)
    if not between and quoted:
        return False
    if not between:
        # `la Société Novatech` bears its noun.
        common = not article.is_written_as_name(name.first)
        return common and name.head.family.rule in ("network", "company") and _describes(view, name, tokens)
    # `l'Association française Aide et Action` bears its noun, and so does `la Société française X`;
    # `l'association humanitaire « X »` does not.
    return (
        name.head.family.rule in ("association", "network", "company")
        and not tokens[name.first].capital
        and name.place is None
        and all(article.is_adjective(i) or tokens[i].folded == "ong" for i in between)
    )


def _describes(view: View, name: Name, tokens: list[Token]) -> bool:
    noun = fold(written(view, tokens, name.first, name.core))
    return noun in _DESCRIBING or _is_company(view, name, tokens)


def _is_company(view: View, name: Name, tokens: list[Token]) -> bool:
    noun = fold(written(view, tokens, name.first, name.core))
    # `société française` too: a learned society has a topic, and no name of its own.
    return noun in _COMPANY_NOUNS or noun.partition(" ")[0] == "societe"


def _full_name(view: View, name: Name, tokens: list[Token]) -> str:
    """Return the name with its head noun in the singular: `universités de Parakou` is one of them."""
    whole = written(view, tokens, name.first, name.last)
    head = written(view, tokens, name.first, name.core)
    return _singular(head) + whole[len(head) :] if name.head.plural else whole


def _singular(head: str) -> str:
    words = (re.sub(r"(?i)(?<=h[ôo]pit)aux$", "al", word) for word in head.split())
    return " ".join(word[:-1] if word.endswith("s") and len(word) > 4 else word for word in words)


_OF = frozenset(("de", "d'", "du"))
# What a town has: it is no party there.
_OF_TOWN = re.compile(
    r"(?:\b(?:hopita(?:l|ux)|cliniques?|chu|universites?|maires?|habitants?|quartiers?|centre|sud|nord|est|ouest"
    r"|originaires?|natifs?|natives?|partie|population|rues)(?: (?!de\b|et\b|du\b)[a-z]+)? de la |\()\Z"
)


def _excluded(view: View, article: Scene, name: Name) -> bool:
    """Return whether the name is generic here: `un hôpital de Dakar`, `dans la ville de Kayes`."""
    tokens, first = article.tokens, article.tokens[name.first]
    before = tokens[name.first - 1].folded if name.first else ""
    if before in article.grammar.indefinite and not name.own and not (first.capital and name.place):
        return True
    # `avec trois CHU de Dakar`: a number without article counts hospitals, and names none of them.
    counted = before.isdigit() or (before in article.grammar.plural and before not in _DEFINITE)
    further = ""
    if name.last + 1 < len(tokens) and (tokens[name.last + 1].capital or tokens[name.last + 1].folded in _OF):
        further = tokens[name.last].folded
    second = tokens[name.first - 2].folded if name.first > 1 else ""
    # `les deux CHU de l'Ouest` are somewhere in the west.
    vague = second not in _DEFINITE or tokens[name.last - 1].folded in _QUARTERS
    if counted and name.place and vague and further not in (",", "et"):
        return True
    # `12 rue de l'École de médecine` is where something stands.
    if in_street(view, first.start):
        return True
    # `un hôpital de la ville de Buenos Aires`, `le maire de la ville de Kayes`, `(préfecture de Pita)`
    if name.head.family.rule == "authority" and _OF_TOWN.search(
        view.folded, max(0, first.start - 40), first.start
    ):
        return True
    words_before = view.folded[max(0, first.start - 12) : first.start].rstrip()
    if words_before.endswith("hotel de"):
        return True
    # `grâce à la ville de Nantes`: it gives, and is no place.
    # `à la Ville de Nantes`: so does what is written as a name.
    gives = words_before.endswith("grace a la") or (
        name.head.family.rule == "authority" and article.is_written_as_name(name.first)
    )
    return words_before.endswith(name.head.family.not_after) and not gives


def _coordinated(view: View, article: Scene, name: Name) -> list[Found]:
    """Return the further names of `CHU de Lille, Nancy et Reims`, `hôpitaux Cochin et Bichat`."""
    tokens = article.tokens
    before = tokens[name.first - 1].folded if name.first else ""
    several = name.head.plural or before in article.grammar.plural
    # `CHU de Nantes et de Rouen`: the repeated preposition alone tells that there are two.
    if not several and name.head.family.sigle and name.place and tokens[name.last : name.last + 1]:
        second = article.after_preposition(name.last + 1)
        several = (
            tokens[name.last].folded == "et"
            and second is not None
            and bool(match_place(article.gazetteer, tokens, second, listed=True))
        )
    if not several or name.head.family.list:
        return []
    family = name.head.family
    head = _singular(written(view, tokens, name.first, name.core))
    items: list[tuple[int, int, bool]] = []
    i = _behind_country(article, name.last)
    closed = False
    while i < len(tokens) and not closed and tokens[i].folded in (",", "et", "ou", "puis", "/"):
        closed = tokens[i].folded in ("et", "ou", "puis")
        start = i + 1
        if tokens[i].folded == "," and start < len(tokens) and tokens[start].folded in ("et", "ou"):
            closed, start = True, start + 1
        behind = article.after_preposition(start)
        first = behind if behind is not None else start
        if first >= len(tokens) or not tokens[first].capital or tokens[first].gap == "\n":
            break
        stopped = match_phrase(article.grammar.words["stop"], tokens, first)
        if match_head(article.grammar, tokens, first) or (stopped and not article.starts_with_article(first)):
            break
        n = match_place(article.gazetteer, tokens, first)
        last = max(article.sequence(first), first + n)
        items.append((first, last, bool(name.place)))
        i = _behind_country(article, last)
    # A comma list that no `et` closes may be a list of something else: only its places are kept.
    if not closed:
        items = [item for item in items if name.place and match_place(article.gazetteer, tokens, item[0])]
    found = []
    for first, last, is_place in items:
        own = written(view, tokens, first, last)
        # An article is no part of a span: `de La Réunion`.
        bare = first + (tokens[first].plain in _ARTICLES and last > first + 1)
        found.append(
            Found(
                start=tokens[bare].start,
                end=tokens[last - 1].end,
                rule=f"{family.rule}-coordinated",
                kind=family.kind,
                name=f"{head} {_of(own)}" if is_place else f"{head} {own}",
                core=None if is_place else own,
                place=own if is_place else None,
                family=family.rule,
                country=family.country,
                # A place that stands for its hospital wins over other readings of the same word.
                weight=1,
            )
        )
    return found


def _behind_country(article: Scene, i: int) -> int:
    """Return the token behind `(Togo)`, which says where the university of Lomé is."""
    tokens = article.tokens
    if i + 2 < len(tokens) and tokens[i].plain == "(":
        # `CHU d'Amiens (25 étudiants), Strasbourg (25) et Caen (2)`
        if tokens[i + 1].plain.isdigit():
            return next((k + 1 for k in range(i + 2, min(i + 5, len(tokens))) if tokens[k].plain == ")"), i)
        n = match_place(article.gazetteer, tokens, i + 1)
        if n and tokens[i + 1 + n : i + 2 + n] and tokens[i + 1 + n].plain == ")":
            return i + 2 + n
    return i


def _of(place: str) -> str:
    return f"d’{place}" if plain(place[0]).lower() in "aeiou" else f"de {place}"
