"""Codes read the same however they are copied; a path that is followed never leaves the site."""

from urllib.parse import urljoin, urlsplit

from hypothesis import example, given
from hypothesis import strategies as st

from web.accounts import rules

CODES = st.text(rules.CODE_LETTERS, min_size=rules.CODE_LENGTH, max_size=rules.CODE_LENGTH)
# What stands between the letters of a copied code: blanks of all kinds, hyphens and dashes.
BETWEEN = st.text(" \t\n-\u2010\u2011\u2012\u2013\u2014\u00a0\u202f\u2009._", max_size=3)


@given(CODES)
def test_a_code_reads_as_it_is_handed_out(code: str) -> None:
    assert rules.code(rules.shown_code(code)) == code


@given(CODES, st.lists(BETWEEN, min_size=rules.CODE_LENGTH, max_size=rules.CODE_LENGTH), st.booleans())
def test_blanks_hyphens_and_case_do_not_matter(code: str, between: list[str], lower: bool) -> None:
    typed = "".join(letter + gap for letter, gap in zip(code.lower() if lower else code, between, strict=True))
    assert rules.code(typed) == code


@given(st.text())
def test_reading_a_code_twice_changes_nothing(text: str) -> None:
    assert rules.code(rules.code(text)) == rules.code(text)


@given(CODES, CODES)
def test_two_codes_never_read_the_same(one: str, other: str) -> None:
    assert (rules.code(one) == rules.code(other)) == (one == other)


PIECES = st.sampled_from(
    ["/", "\\", "//", ".", "..", "@", ":", "https:", "evil.example", "a", "?", "#", "\t", "\n", " ", "%2f"]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=8).map("".join)))
@example("//evil.example")
@example("/\\evil.example")
@example("/\t/evil.example")
def test_a_path_that_is_followed_stays_here(text: str) -> None:
    path = rules.local_path(text)
    if path is not None:
        # As browsers read it (WHATWG URL): tabs and line ends dropped, backslashes turned.
        read = "".join(one for one in path if one not in "\t\r\n").replace("\\", "/")
        assert urlsplit(urljoin("https://site.example/connexion", read)).netloc == "site.example"


@given(st.text(min_size=1))
def test_an_address_that_is_taken_is_its_own_spelling(text: str) -> None:
    for typed in (text, f"{text}@example.fr", f"a@{text}.fr"):
        try:
            kept = rules.email(typed)
        except ValueError:
            continue
        assert rules.email(kept) == kept
        assert kept.isascii()
