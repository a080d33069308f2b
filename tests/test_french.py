"""Language: what is French stays, what is not is set aside or taken out."""

import pytest

from pipeline.french import Part, french_part

FRENCH = (
    "Le CHU de Brest a reçu trois sages-femmes de Ziguinchor, qui ont suivi pendant un mois la vie "
    "du service et préparé avec leurs collègues la formation de l’an prochain, au Sénégal cette fois."
)
OTHERS = {
    # One sentence, for none of them is French.
    "en": "The delegation visited the emergency department and discussed an agreement on training nurses.",
    "es": "La delegación visitó el servicio de urgencias y habló de un acuerdo para formar enfermeras.",
    "pt": "A delegação visitou o serviço de urgência e falou de um acordo para formar enfermeiras.",
    "de": "Die Delegation besuchte die Notaufnahme und sprach über die Ausbildung von Pflegekräften.",
    "it": "La delegazione ha visitato il pronto soccorso e ha parlato di un accordo per gli infermieri.",
    "uk": "Делегація відвідала відділення невідкладної допомоги та обговорила угоду про навчання медсестер.",
}


@pytest.mark.parametrize(("language", "text"), OTHERS.items())
def test_a_text_in_another_language_is_told_by_its_code(language: str, text: str) -> None:
    assert french_part(text) == Part("", language, len(text))


def test_french_is_left_as_it_is() -> None:
    text = f"BREST – DAKAR\n\n{FRENCH}\n\n• CHU Fann\n• Hôpital Principal"
    assert french_part(text) == Part(text, "fr", 0)


@pytest.mark.parametrize("text", ["CHU Fann", "", "Partners: CHU de Brest"])
def test_what_is_too_short_to_tell_counts_as_french(text: str) -> None:
    assert french_part(text) == Part(text, "fr", 0)


def test_a_mixed_page_keeps_its_french_part() -> None:
    english = OTHERS["en"]
    kept = f"Trois sages-femmes à Brest\n\n{FRENCH}\n\n{FRENCH}\n\nEnglish version"
    text = f"{kept}\n\n{english}\n\nRead more\n\n{english}"
    assert french_part(text) == Part(kept, "fr", len(text) - len(kept))


def test_foreign_names_are_no_foreign_prose() -> None:
    names = (
        "Les partenaires sont le Hospital Universitario La Paz, la Universidad Autónoma de Madrid et le "
        "Universitätsklinikum Freiburg, avec le Klinikum Stuttgart."
    )
    assert french_part(f"{FRENCH}\n{names}") == Part(f"{FRENCH}\n{names}", "fr", 0)
