"""INSTITUTION: spans, kinds, countries and identities that one sentence of a rule file cannot show."""

import pytest

from pipeline.kit import Kit
from pipeline.records import Article, InstitutionValue
from pipeline.run import extract


def institutions(kit: Kit, text: str) -> list[tuple[str, str, str | None, str]]:
    """Return text, kind, country and name of every institution that `text` mentions."""
    _, extraction = next(extract([Article("test", 0, text)], kit))
    return [
        (mention.text, mention.value.kind, mention.value.country, mention.value.name)
        for mention in extraction.mentions
        if isinstance(mention.value, InstitutionValue)
    ]


def texts(kit: Kit, text: str) -> list[str]:
    return [found[0] for found in institutions(kit, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Les CHU de Lille, Nancy et Reims coopèrent.", ["CHU de Lille", "Nancy", "Reims"]),
        ("Les CHU de Lille et d’Angers coopèrent.", ["CHU de Lille", "Angers"]),
        ("Dans les hôpitaux Cochin et Bichat, on forme.", ["hôpitaux Cochin", "Bichat"]),
        ("Aux universités de Parakou et d’Abomey-Calavi.", ["universités de Parakou", "Abomey-Calavi"]),
        ("Le CHU de Lille a reçu Reims et Nancy.", ["CHU de Lille"]),
        ("Avec trois CHU de Lille, Nancy et Reims.", ["CHU de Lille", "Nancy", "Reims"]),
        ("Les hôpitaux de Douala et de Yaoundé manquent de tout.", []),
        ("Les universités de Tunis et de La Réunion signent.", ["universités de Tunis", "Réunion"]),
        ("Un accord entre les villes de Sens et de Kayes tient.", ["villes de Sens", "Kayes"]),
        ("Les villes de Sens et de Kayes grandissent.", []),
    ],
)
def test_coordinated_names_share_their_head(kit: Kit, text: str, expected: list[str]) -> None:
    assert texts(kit, text) == expected


def test_a_coordinated_name_is_the_institution_that_it_stands_for(kit: Kit) -> None:
    text = "Le CHU de Nancy participe. Les CHU de Lille et Nancy signent."
    names = {found[3] for found in institutions(kit, text) if "Nancy" in found[0]}
    assert len(names) == 1


@pytest.mark.parametrize(
    "text",
    ["Médecins de l’océan Indien opère.", "L’association Médecins de l’océan Indien (MOI) opère."],
)
def test_a_known_name_that_two_spellings_give_is_one_row(kit: Kit, text: str) -> None:
    assert institutions(kit, text)[0][1:] == ("ngo", "RE", "Médecins de l’Océan Indien")


def test_the_own_name_stands_for_the_hospital_but_not_for_a_person(kit: Kit) -> None:
    text = "L’hôpital Zorgho, à Kaya, recrute. À Zorgho, chacun le sait. Le Dr Zorgho confirme."
    assert texts(kit, text) == ["hôpital Zorgho", "Zorgho"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("L’hôpital Zanmi, à Douala, est neuf.", "CM"),
        ("L’hôpital Zanmi (Sénégal) est neuf.", "SN"),
        ("Au Bénin, l’hôpital Zanmi est neuf.", "BJ"),
        ("L’hôpital Zanmi est neuf.", "FR"),
        ("Togo : appui à l’hôpital Zanmi.", "TG"),
        ("À Lyon, l’association Zanmi Océan Indien est neuve.", "FR"),
        ("Le CHU de Zanmi-Brazzaville est neuf.", "CG"),
    ],
)
def test_the_country_of_an_unknown_hospital(kit: Kit, text: str, country: str) -> None:
    assert [found[2] for found in institutions(kit, text)] == [country]


@pytest.mark.parametrize(
    "text",
    [
        "Le service de radiologie et le pôle Enfants ouvrent.",
        "Un hôpital de Dakar manque d’eau.",
        "Une coopération existe avec trois CHU de Dakar.",
        "Le CHU, l’association et les deux établissements s’accordent.",
        "La direction des relations internationales coordonne.",
        "LE CHU AUSSI EN PARLE AUX PATIENTS",
        "Il vit dans le centre de Dakar, au centre du Mali.",
    ],
)
def test_what_is_no_institution(kit: Kit, text: str) -> None:
    assert texts(kit, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The letters of a sigle begin the words of a name told elsewhere, before or after.
        (
            "Le CHBS part au Togo. Le Centre hospitalier Bretagne Sud en est fier.",
            ["CHBS", "Centre hospitalier Bretagne Sud"],
        ),
        ("La maternité du CHBZ accueille peu de femmes.", ["CHBZ"]),
        (
            "Le centre national de cardiologie (CNC) de Nouakchott a ouvert. Le CNC opère.",
            ["centre national de cardiologie (CNC) de Nouakchott", "CNC"],
        ),
        ("Avec Médecins du Monde Belgique, on soigne.", ["Médecins du Monde Belgique"]),
        # A branch with a name of its own, but no heading, country or sigle behind a known name.
        ("Le journaliste de France Bleu Gironde est venu.", ["France Bleu Gironde"]),
        ("Un don d’Emmaüs Solidarité est parti.", ["Emmaüs Solidarité"]),
        ("Un don d’Emmaüs SAMU est parti.", ["Emmaüs"]),
        # What a name is as any of its town, and long official names in small letters.
        ("Un hôpital de Sihanoukville les reçoit.", []),
        ("L’hôpital de Sihanoukville les reçoit.", ["hôpital de Sihanoukville"]),
        ("Le fonds européen de développement régional paie.", ["fonds européen de développement régional"]),
        # The association has a name of its own, and Marie Zorn is no other one.
        ("Avec Marie Zorn, l’association France Zonze part.", ["association France Zonze"]),
        ("Une équipe de l’Hôpital français du Levant est venue.", ["Hôpital français du Levant"]),
        ("Le Second Hôpital populaire de Changzhi signe.", ["Second Hôpital populaire de Changzhi"]),
        (
            "Dans les hôpitaux de Befelatanimo et de Tsaralalana, on opère.",
            ["hôpitaux de Befelatanimo", "Tsaralalana"],
        ),
        ("Le centre hospitalier de Châlons sur Marne aide.", ["centre hospitalier de Châlons sur Marne"]),
        ("Il faut doter Goris d’un Centre Cardiologique.", []),
        ("L’hôpital de Sin el-Fil voit loin.", ["hôpital de Sin el-Fil"]),
        ("Elle écrit au 12 rue de l’École de Médecine.", []),
        ("Cela permet à la Ville de Grenoble d’agir.", ["Ville de Grenoble"]),
        ("Il dirige les hôpitaux du Ministère de la Santé malien.", ["Ministère de la Santé malien"]),
        ("LE COMITE DE PILOTAGE\n\nIl se réunit souvent.", []),
        ("L’association Zan Mains d’Himalaya aide.", ["association Zan Mains d’Himalaya"]),
        (
            "Le Centre de Recherche et de Lutte contre la Drépanose (CRLD) soigne.",
            ["Centre de Recherche et de Lutte contre la Drépanose", "CRLD"],
        ),
        ("La clinique de Saint Jean de Dieu aide.", ["clinique de Saint Jean de Dieu"]),
        ("LE CHU LAMINE DEBAGHINE CHOISIT LYON", ["CHU LAMINE DEBAGHINE"]),
        (
            "Le Centre Hospitalo Universitaire (CHU) de Hanoï ouvre.",
            ["Centre Hospitalo Universitaire (CHU) de Hanoï"],
        ),
        (
            "L’ADCZ (Association pour le Développement de la Coopération santé de Zonza) trie.",
            ["ADCZ", "Association pour le Développement de la Coopération santé de Zonza"],
        ),
        ("La société Biomérieux a donné des réactifs.", ["Biomérieux"]),
    ],
)
def test_names_of_the_press(kit: Kit, text: str, expected: list[str]) -> None:
    assert texts(kit, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A hospital that is neither known nor placed lies in the foreign country that the article tells of.
        ("En Iran, tout change. L’Iran forme. À l’hôpital Noor Afshar, on opère.", ["IR"]),
        ("L’association Izere, qui a son siège à Utrecht, opère.", ["NL"]),
        ("Le Sénégal attend. L’association Zanmi Sénégal part de Brest.", ["FR"]),
    ],
)
def test_the_country_of_a_name_without_place(kit: Kit, text: str, expected: list[str | None]) -> None:
    assert [found[2] for found in institutions(kit, text)] == expected


def test_a_branch_is_another_organisation_than_the_whole(kit: Kit) -> None:
    text = "La Chaîne de l’Espoir aide. La Chaîne de l’Espoir Iran opère."
    assert [found[2] for found in institutions(kit, text)] == ["FR", "IR"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Le Centre hospitalier Souro Zanou (CHSZ) de Bobo-Dioulasso recrute.",
            ["Centre hospitalier Souro Zanou (CHSZ) de Bobo-Dioulasso"],
        ),
        (
            "Les CHU d’Amiens (25 étudiants), Strasbourg (25) et Caen (2) les reçoivent.",
            ["CHU d’Amiens", "Strasbourg", "Caen"],
        ),
        ("Elle opère à l’hôpital de l’Ordre de Malte depuis mai.", ["hôpital de l’Ordre de Malte"]),
        ("Le service de santé de la ville de Hanoï les envoie.", ["service de santé de la ville de Hanoï"]),
        (
            "L’association Appui mutuel aux initiatives de santé des villages du Sénégal (AMIS) aide.",
            ["association Appui mutuel aux initiatives de santé des villages du Sénégal", "AMIS"],
        ),
        (
            "L’association ZOA Anjou et l’association Les Zigotos du monde partent.",
            ["association ZOA Anjou", "association Les Zigotos du monde"],
        ),
        ("L’hôpital militaire français Zobar change de mains.", ["hôpital militaire français Zobar"]),
        ("L’Université Panthéon- Sorbonne signe.", ["Université Panthéon- Sorbonne"]),
        (
            "L’École normale supérieure (ENS) Paris-Saclay s’engage.",
            ["École normale supérieure (ENS) Paris-Saclay"],
        ),
        ("L’association Terre d’ocre monte une mission.", ["association Terre d’ocre"]),
        ("Il passe aux CHU de Poitiers puis de Lille.", ["CHU de Poitiers", "Lille"]),
        ("Elle a vu plusieurs hôpitaux, dont Viêt Duc et Bach Mai.", ["Viêt Duc", "Bach Mai"]),
        ("Six internes viennent des facultés de Roumanie.", []),
        ("La Commission médicale d’établissement (CME) siège.", []),
        ("Le « Trauma Center » de l’HEGP a marqué les esprits.", ["HEGP"]),
        ("Le Tanzania Comprehensive Cancer Project (TCCP) avance.", []),
        ("Le centre G.-F.-Leclerc signe.", ["centre G.-F.-Leclerc"]),
        ("Les hôpitaux de Forbach/Saint-Avold signent.", ["hôpitaux de Forbach/Saint-Avold"]),
        ("Le St. Zonza Hospital ouvre.", ["St. Zonza Hospital"]),
        # A town that situates a known name is outside it.
        ("L’hôpital de la Sainte-Famille à Bethléem ouvre.", ["hôpital de la Sainte-Famille"]),
        # A noun that only says what a known name is stands outside it too.
        ("L’institut médical français Gustave Roussy aide.", ["Gustave Roussy"]),
        ("Le laboratoire AstraZeneca paie.", ["AstraZeneca"]),
        ("La société française GZ Zonzatec livre.", ["GZ Zonzatec"]),
        ("La Société Zonzatec livre.", ["Société Zonzatec"]),
        # What is listed behind a ministry in small letters is none of its topics.
        ("Le Ministère de la Santé, des chirurgiens aident.", ["Ministère de la Santé"]),
        ("Le ministère de la santé, de la famille aide.", ["ministère de la santé, de la famille"]),
        # A street, or a common noun, does not stand for the institution of that name.
        ("L’hôpital Zorgho recrute. Il habite rue Zorgho.", ["hôpital Zorgho"]),
        ("La Région Centre paie. Le Centre ouvre.", ["Région Centre"]),
        # A sigle may stand in quotes, and be the name of a town.
        ("L’Association togolaise des potiers « ATDP » aide.", ["Association togolaise des potiers", "ATDP"]),
        ("L’Institut français d’Égypte (IFE) aide.", ["Institut français d’Égypte", "IFE"]),
        # A text may be cut behind the particle of a name.
        ("Il opère à l’hôpital Zobar el", ["hôpital Zobar"]),
    ],
)
def test_how_far_a_name_reaches(kit: Kit, text: str, expected: list[str]) -> None:
    assert texts(kit, text) == expected


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("À Dakar, l’hôpital de l’Ordre de Malte forme ses équipes.", "SN"),
        ("Avec l’Ordre de Malte, on soigne.", "ZZ"),
        ("En France, l’Allemagne et les Roumains du Spitalul Clinic Floreasca signent.", "RO"),
        ("La World Federation of Hearts a primé le jumelage.", "ZZ"),
        ("Le Rotary club Abidjan Golf vante l’allaitement.", "CI"),
        ("La Fédération Santé France Viêt Nam prépare le congrès.", "FR"),
        ("Au Mali, l’association Horizon, du Burkina Faso, trie les dons.", "BF"),
        ("Au Cambodge, le CH de St Brieuc opère des enfants.", "FR"),
        ("Le CHU bisontin part au Mali, en Guinée et au Togo.", "FR"),
    ],
)
def test_the_country_of_a_name(kit: Kit, text: str, country: str) -> None:
    assert [found[2] for found in institutions(kit, text)] == [country]
