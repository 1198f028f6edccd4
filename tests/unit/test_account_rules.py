"""What may be typed into the forms of accounts."""

import pytest

from web.accounts import rules


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Marie.Martin@Example.FR ", "marie.martin@example.fr"),
        ("a+b@x-y.co", "a+b@x-y.co"),
        ("lea@café.example", "lea@xn--caf-dma.example"),
    ],
)
def test_an_address_has_one_spelling(typed: str, kept: str) -> None:
    assert rules.email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "marie",
            "marie@",
            "@example.fr",
            "marie@example",
            "a b@example.fr",
            "a@@b.fr",
            "a@b..fr",
            ".a@b.fr",
            "a.@b.fr",
        ),
        *(
            "a@b.fr\nBcc: c@d.fr",
            "a@b.fr, c@d.fr",
            "<a@b.fr>",
            "a@[127.0.0.1]",
            f"{'a' * 65}@b.fr",
            f"a@{'b.' * 130}fr",
        ),
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="Une adresse mail"):
        rules.email(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("03 20 12 34 56", "0320123456"),
        ("03.20.12.34.56", "0320123456"),
        ("+33 3 20 12 34 56", "0320123456"),
        ("+33 (0)3 20 12 34 56", "0320123456"),
        ("0033320123456", "0320123456"),
        ("0692 12 34 56", "0692123456"),
        ("+262 692 12 34 56", "+262692123456"),
        ("00 32 2 555 12 34", "+3225551234"),
    ],
)
def test_a_number_has_one_spelling(typed: str, kept: str) -> None:
    assert rules.phone(typed) == kept


@pytest.mark.parametrize("typed", ["", "12", "0020", "03 20 12 34 5", "03 20 12 34 567", "abc", "+1", "٠٣٢٠١٢٣٤٥٦"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="Un numéro"):
        rules.phone(typed)


def test_a_number_is_shown_in_pairs() -> None:
    assert rules.shown_phone("0320123456") == "03\u00a020\u00a012\u00a034\u00a056"
    assert rules.shown_phone("+3225551234") == "+3225551234"


@pytest.mark.parametrize(
    "typed",
    [
        "trois petits cailloux blancs",
        "xK9#mLq2Vv0!",
        "correcthorsebattery",
        "mon voisin range ses pommes",
        "été à Saint-Malo!",
    ],
)
def test_a_good_password_is_taken(typed: str) -> None:
    assert rules.password(typed, "marie.martin@example.fr", "marie", "martin") == typed


@pytest.mark.parametrize(
    "typed",
    [
        *("motdepasse123", "MotDePasse2026!", "azertyuiop123", "1q2w3e4r5t6y", "123456789012", "passwordpassword"),
        *("aaaaaaaaaaaaaaaa", "abcabcabcabcabc", "abcdefghijklmnop", "Vivier2026Vivier", "987654321098"),
        *("Marie.Martin2026", "martinmartinmartin", "marie.martin@example.fr", "MARIE.MARTIN@EXAMPLE.FR"),
    ],
)
def test_what_one_tries_first_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"deviner|adresse mail"):
        rules.password(typed, "marie.martin@example.fr", "marie", "martin")


def test_a_password_has_a_length() -> None:
    with pytest.raises(ValueError, match="12 caractères au moins ; il y en a 11"):
        rules.password("xK9#mLq2Vv0")
    with pytest.raises(ValueError, match="200 caractères au plus"):
        rules.password("xK9#mLq2Vv0 " * 20)


def test_accents_count_alike_however_they_are_typed() -> None:
    assert rules.password("e\u0301te\u0301 a\u0300 Saint-Malo") == rules.composed("été à Saint-Malo")
