"""ROME's labels in both genders."""

import pytest

from indexer.sources.rome_labels import one_name, plain, split
from mappings.occupations import Name


@pytest.mark.parametrize(
    ("label", "masculine", "feminine"),
    [
        ("Violoniste", "Violoniste", "Violoniste"),
        ("Potier / Potière en réfractaire", "Potier en réfractaire", "Potière en réfractaire"),
        (
            "Concepteur organisateur / Conceptrice organisatrice en formation",
            "Concepteur organisateur en formation",
            "Conceptrice organisatrice en formation",
        ),
        ("Responsable Commercial / Commerciale", "Responsable Commercial", "Responsable Commerciale"),
        (
            "Arbitre professionnel / Professionnelle de sport",
            "Arbitre professionnel de sport",
            "Arbitre professionnelle de sport",
        ),
        (
            "Chef d'équipe assistant / Cheffe assistante avion",
            "Chef d'équipe assistant avion",
            "Cheffe d'équipe assistante avion",
        ),
        ("Steward / Hôtesse de l'air", "Steward de l'air", "Hôtesse de l'air"),
        ("Premier valet / Première femme de chambre", "Premier valet de chambre", "Première femme de chambre"),
        ("Homme sage-femme / Sage-femme", "Homme sage-femme", "Sage-femme"),
        ("Tubiste / Contre tubiste", "Tubiste", "Contre tubiste"),
        ("Analyste biologie/microbiologie", "Analyste biologie/microbiologie", "Analyste biologie/microbiologie"),
        ("Agent / Agente principal(e) des impôts", "Agent principal des impôts", "Agente principale des impôts"),
        ("Mécanicien(ne)-monteur(se)", "Mécanicien-monteur", "Mécanicienne-monteuse"),
        ("Chef(fe) opérateur(trice)", "Chef opérateur", "Cheffe opératrice"),
        ("Conseiller(ère) administratif(ve)", "Conseiller administratif", "Conseillère administrative"),
        ("Maître(sse) nageur(euse)", "Maître nageur", "Maîtresse nageuse"),
        ("Responsable de site(s) de vente", "Responsable de site de vente", "Responsable de site de vente"),
        ("Agent de service (ASH)", "Agent de service (ASH)", "Agent de service (ASH)"),
    ],
)
def test_a_label_gives_both_forms_in_full(label: str, masculine: str, feminine: str) -> None:
    name = split(label)
    assert (name.masculine, name.feminine) == (masculine, feminine)


def test_doubled_and_typographic_apostrophes_become_single_straight_ones() -> None:
    assert plain("l''entretien  de l’atelier") == "l'entretien de l'atelier"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Chef de hall / Cheffe de hall", True),
        ("Garçon de chenil / Fille de chenil", True),
        ("Cameraman / Camerawoman", True),
        ("Agente de bio-nettoyage / Agent de bio-nettoyage", True),
        ("Toréro / Toréra", True),
        ("Lapidaire / Diamantaire", False),
        ("Analyste prix / Analyste pricing", False),
        ("Traminot / Employée de tramway", False),
        ("Sound designer / Designer sonore", False),
    ],
)
def test_two_titles_in_one_label_are_not_one_name_in_two_genders(text: str, answer: bool) -> None:
    assert one_name(Name.parse(text)) is answer
