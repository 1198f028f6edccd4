"""What candidates' forms take."""

import pytest

from web.candidates import forms
from web.forms import Reader


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("59", ["59"]), ("1, 2a ; 2B", ["01", "2A", "2B"]), ("974 971 988", ["974", "971", "988"]), ("", None)],
)
def test_departements_are_typed_by_number_overseas_ones_too(typed: str, kept: list[str] | None) -> None:
    reader = Reader({"rayon": ["30"], "departements": [typed]})
    assert forms.reach(reader)["departements"] == kept
    assert reader.errors == {}


@pytest.mark.parametrize("typed", ["20", "96", "00", "99", "nord", "970"])
def test_a_departement_that_there_is_not_is_refused(typed: str) -> None:
    reader = Reader({"rayon": ["30"], "departements": [typed]})
    forms.reach(reader)
    assert "le département" in reader.errors["departements"]
