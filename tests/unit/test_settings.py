"""Settings from the environment: a value that cannot be used is named."""

import pytest

from search_api.engine.errors import SettingError
from web.settings import SiteSettings


def test_without_any_the_site_is_for_this_machine() -> None:
    found = SiteSettings.from_env({})
    assert (found.site_url, found.alone) == ("http://127.0.0.1:8000", True)
    assert 2 <= found.processes <= 8


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VIVIER_PORT", "0"),
        ("VIVIER_PORT", "65536"),
        ("VIVIER_PORT", "²"),
        ("VIVIER_PROCESSES", "0"),
        ("VIVIER_PROCESSES", "65"),
        ("VIVIER_PROCESSES", "all"),
        ("VIVIER_HTTPS", "perhaps"),
        ("VIVIER_SECRET", "short"),
        ("VIVIER_PUBLIC_URL", "vivier.example"),
        ("SMTP_URL", "mail.example:25"),
        ("VAPID_KEY_FILE", "nowhere.pem"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        SiteSettings.from_env({name: value})
