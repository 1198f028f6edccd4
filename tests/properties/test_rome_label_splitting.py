"""What holds for any label, not only for those of one release."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.sources.rome_labels import split

STEMS = st.text("abdilmopv", min_size=4, max_size=8)
# masculine ending, feminine ending, short form
ENDINGS = st.sampled_from(
    [
        ("teur", "trice", "(trice)"),
        ("eur", "euse", "(euse)"),
        ("eur", "euse", "(se)"),
        ("ier", "ière", "(ère)"),
        ("ien", "ienne", "(ne)"),
        ("ant", "ante", "(e)"),
        ("if", "ive", "(ve)"),
    ]
)
TAILS = st.sampled_from(["", " de nuit", " d'atelier en usine", " / polyvalent", " (ASH)"])


@given(STEMS, ENDINGS, TAILS)
def test_long_and_short_labels_give_the_same_two_forms(stem: str, endings: tuple[str, str, str], tail: str) -> None:
    masculine, feminine, short = endings
    tail = tail.replace(" / ", " ")
    expected = (stem + masculine + tail, stem + feminine + tail)
    long_name, short_name = (
        split(f"{stem}{masculine} / {stem}{feminine}{tail}"),
        split(f"{stem}{masculine}{short}{tail}"),
    )
    assert (long_name.masculine, long_name.feminine) == expected
    assert (short_name.masculine, short_name.feminine) == expected


@given(st.text(max_size=80))
def test_any_text_gives_two_forms_without_stray_blanks_and_splits_once(text: str) -> None:
    name = split(text)
    for form in (name.masculine, name.feminine):
        assert form == " ".join(form.split())
        assert bool(form) == bool(text.split()) or "/" in text or "(" in text


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=8), min_size=1, max_size=5))
def test_a_label_without_slash_or_bracket_is_left_alone(words: list[str]) -> None:
    label = " ".join(words)
    assert split(label).text == label
