"""The hint on notes holds for any text at all."""

from hypothesis import given
from hypothesis import strategies as st
from unidecode import unidecode

from web.notes.hints import hints

# Text that is nearly a note: its words in any order, any case, any spaces, and letters of the whole world.
_NEAR = (
    "elle|il est|enceinte|mariée|âgé(e)|trop jeune|d'une personne handicapée|œuvre|l'|58 ans|né en 1964|,|.|\n|·|😀|﷽"
)
_WORDS = st.sampled_from(_NEAR.split("|"))
_TEXT = st.one_of(st.text(), st.lists(st.one_of(_WORDS, st.text(max_size=4))).map(" ".join))


@given(_TEXT)
def test_whatever_is_told_stands_in_the_text(text: str) -> None:
    for one in hints(text):
        assert one.words
        for word in one.words:
            assert word in " ".join(text.split())


@given(st.text(alphabet=" \t\n\r\u00a0\u2003·•.,;()'-"))
def test_a_text_without_letters_is_never_hinted_at(text: str) -> None:
    assert hints(text) == ()


@given(_TEXT)
def test_accents_and_capitals_change_nothing(text: str) -> None:
    plain = "".join(letter if letter in "·•‧⋅\n" or letter.isspace() else unidecode(letter) for letter in text)
    told = {one.criterion for one in hints(text)}
    # Signs that become letters in brackets are spelt as inclusive writing is.
    if "(" not in plain or "(" in text:
        assert {one.criterion for one in hints(plain)} == told
