"""A closed question gets a hint: `web.offers.open_question`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.offers.open_question import is_closed

CLOSED = """
Avez-vous le permis B ?
avez-vous déjà travaillé en EHPAD
Avez vous le CACES 3 ?
Êtes-vous disponible le week-end ?
ÊTES-VOUS MOTIVÉ ?
Etes vous véhiculé(e) ?
Est-ce que vous acceptez de travailler de nuit ?
Est-ce qu’un poste debout vous convient ?
Aimez-vous le travail en équipe ?
Savez-vous lire un plan ?
Pouvez-vous commencer lundi ?
Pourriez-vous travailler tôt le matin ?
Le travail en extérieur vous convient-il ?
Les horaires coupés sont-ils possibles pour vous ?
Votre logement est-il proche d'un arrêt de bus ?
Vos proches habitent-ils la région ?
Y a-t-il un métier que vous préférez ?
Vous êtes disponible immédiatement ?
Tu as le permis ?
Le port de charges vous convient ?
Acceptez-vous les déplacements, oui ou non ?
Permis B : oui/non
Do you have a driving licence?
Are you available now?
Bonjour, avez-vous une voiture ?
Nous cherchons quelqu'un de motivé. Êtes-vous cette personne ?
Avez-vous le permis ? Êtes-vous libre le soir ?
As-tu une expérience en boulangerie ?
N'avez-vous pas peur du vide ?
Faut-il vous loger ?
Seriez-vous prêt à vous former ?
C'est un métier que vous connaissez ?
Dans un magasin ou un entrepôt, avez-vous déjà travaillé ?
""".strip().splitlines()

OPEN = """
Que retenez-vous de votre dernière expérience ?
Pourquoi ce métier ?
Pourquoi avez-vous choisi ce métier ?
Qu'est-ce qui vous plaît dans ce métier ?
Qu’est-ce que vous aimez faire ?
Qu'avez-vous appris de votre dernier poste ?
Quelles sont vos motivations ?
Comment organisez-vous une journée de travail ?
Comment est-ce que vous accueillez un client mécontent ?
Racontez-nous une journée dont vous êtes fier.
Racontez-nous une journée difficile. Avez-vous demandé de l'aide ?
Décrivez le poste de vos rêves
Pouvez-vous nous raconter une réussite ?
Pourriez-vous en quelques mots nous parler de votre parcours ?
De quoi êtes-vous le plus fier ?
À quoi reconnaît-on un bon accueil ?
Avec qui aimez-vous travailler ?
Qui êtes-vous ?
Où avez-vous appris ce métier ?
Depuis combien de temps cuisinez-vous ?
Selon vous, qu'est-ce qu'un bon manager ?
Pour vous, que veut dire « service » ?
Dans quelles situations êtes-vous à l'aise ?
En quoi votre expérience est-elle utile ici ?
Votre plus grande fierté professionnelle ?
Avez-vous déjà géré un conflit ? Comment avez-vous fait ?
Si un client se plaint, que faites-vous ?
Si un client se plaint, comment réagissez-vous ?
Vous arrivez le premier jour : par quoi commencez-vous ?
What do you like about this job?
Vos motivations
Dites-nous ce qui vous donne envie de venir
Lequel de vos métiers avez-vous préféré ?
Quel métier voulez-vous faire dans cinq ans, et pourquoi ?
""".strip().splitlines()


@pytest.mark.parametrize("question", CLOSED)
def test_a_question_for_yes_or_no_is_closed(question: str) -> None:
    assert is_closed(question)


@pytest.mark.parametrize("question", OPEN)
def test_a_question_for_more_is_open(question: str) -> None:
    assert not is_closed(question)


@given(st.text(max_size=600))
def test_any_text_has_an_answer(question: str) -> None:
    assert is_closed(question) in {True, False}


@given(st.sampled_from(CLOSED), st.sampled_from(["", " ", "\n", "  "]), st.booleans())
def test_blanks_and_capitals_change_nothing(question: str, around: str, upper: bool) -> None:
    assert is_closed(around + (question.upper() if upper else question) + around)


@given(st.sampled_from(OPEN), st.sampled_from(CLOSED))
def test_one_open_question_among_several_is_enough(first: str, second: str) -> None:
    if first.endswith("?") and "oui" not in second and second.endswith("?"):
        assert not is_closed(f"{second} {first}")


@pytest.mark.parametrize("text", ["", " ", "?", "...", "-"])
def test_nothing_is_not_closed(text: str) -> None:
    assert not is_closed(text)
