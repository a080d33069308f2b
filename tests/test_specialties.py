"""SPECIALTY: what the vocabularies cannot show, since several words decide together."""

import pytest

from pipeline.kit import Kit
from pipeline.records import Article, SpecialtyValue
from pipeline.run import extract


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le cours est ouvert aux oncologues, chirurgiens et pédiatres.",
            [
                ("oncologues", ("medical_oncology",)),
                ("chirurgiens", ("surgery",)),
                ("pédiatres", ("paediatrics",)),
            ],
        ),
        (
            "Un cours réunit gynécologues et pédiatres.",
            [("gynécologues", ("gynaecology",)), ("pédiatres", ("paediatrics",))],
        ),
        # Endings for women belong to the noun.
        ("Un·e chirurgien·ne part.", [("chirurgien·ne", ("surgery",))]),
        ("Dix infirmier(ère)s anesthésistes.", [("anesthésistes", ("anaesthesiology",))]),
        # Of acts, only what a service bears names a discipline.
        ("Le service de transplantation rénale part.", [("transplantation rénale", ("transplant_surgery",))]),
        ("La transplantation rénale a réussi.", []),
        ("Le cabinet dentaire ouvre.", [("dentaire", ("dentistry",))]),
        (
            "Les soins obstétricaux et néonataux d’urgence manquent.",
            [("soins obstétricaux et néonataux d’urgence", ("obstetrics", "neonatology"))],
        ),
        (
            "On y enseigne la biologie cellulaire, génétique et immunologie.",
            [
                ("biologie cellulaire", ("clinical_biology",)),
                ("génétique", ("diagnostic_genetics",)),
                ("immunologie", ("immunology",)),
            ],
        ),
        (
            "Elle exerce la chirurgie orthopédique, pédiatrique et viscérale.",
            [
                (
                    "chirurgie orthopédique, pédiatrique et viscérale",
                    ("orthopaedic_surgery", "paediatric_surgery", "digestive_surgery"),
                )
            ],
        ),
    ],
)
def test_adjectives_share_their_noun_and_nouns_stand_alone(
    kit: Kit, text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    _, extraction = next(extract([Article("any", 0, text)], kit))
    found = [
        (mention.text, mention.value.codes)
        for mention in extraction.mentions
        if isinstance(mention.value, SpecialtyValue)
    ]
    assert found == expected
