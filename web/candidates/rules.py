"""Who a profile is to the matching rule. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from indexer.sources.candidates_ndjson import Profile, Standing, as_candidate
from mappings.candidates import Candidate

# Identity of a profile that is read without its row.
_NOBODY = {"id": "profile-0", "standing": {"active": True, "consenting": True}}


def valid(profile: Mapping[str, Any]) -> dict[str, Any]:
    """The profile as it is stored: the format of data/candidate.schema.json without `id` and `standing`.

    Raises ValueError naming the field at fault.
    """
    try:
        read(profile)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None
    return {name: value for name, value in profile.items() if name not in _NOBODY}


def read(profile: Mapping[str, Any]) -> Profile:
    """A stored profile, as of somebody who may be invited. Raises msgspec.ValidationError when it is not valid."""
    return msgspec.convert({**profile, **_NOBODY}, Profile)


def standing(*, consented_at: datetime | None, paused_at: datetime | None, reached: bool, capped: bool) -> Standing:
    """May the person be invited? reached: by mail or on a device; capped: has had the week's invitations."""
    return Standing(active=reached, consenting=consented_at is not None, paused=paused_at is not None, capped=capped)


def document(ref: str, profile: Mapping[str, Any], of: Standing) -> Candidate:
    """The person as the engine knows them. Raises msgspec.ValidationError for a profile that is not valid."""
    return as_candidate(msgspec.convert({**profile, "id": ref, "standing": of}, Profile))
