"""Any search survives its own address, and any address is understood or refused."""

from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from search_api.http import BadInput
from web.landing.forms import Refinement, Search, parse

_codes = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda code: len(code) <= 80)


@given(
    occupation=_codes,
    citycode=st.from_regex(r"(\d\d|2[AB])\d{3}", fullmatch=True).filter(str.isascii),
    radius=st.integers(1, 200),
    skills=st.lists(_codes, unique=True, max_size=20),
    cut=st.integers(0, 20),
)
def test_a_search_is_read_back_from_its_address(
    occupation: str, citycode: str, radius: int, skills: list[str], cut: int
) -> None:
    search = Search(occupation, citycode, Refinement(radius, tuple(skills[:cut]), tuple(skills[cut:])))
    asked = parse(QueryParams(urlsplit(search.url()).query))
    assert asked.metier is not None
    assert asked.citycode is not None
    assert Search(asked.metier, asked.citycode, asked.refinement) == search


@given(st.lists(st.tuples(st.sampled_from(["metier", "ville", "lieu", "rayon", "sans", "competence.a"]), st.text())))
def test_an_address_is_understood_or_refused_and_nothing_else(pairs: list[tuple[str, str]]) -> None:
    try:
        asked = parse(QueryParams(pairs))
    except BadInput as error:
        assert error.field
    else:
        assert 1 <= asked.refinement.radius_km <= 200
        assert not set(asked.refinement.required) & set(asked.refinement.excluded)
