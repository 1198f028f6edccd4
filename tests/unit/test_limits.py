"""Limits know an address of the network by the customer that it belongs to."""

import pytest
from starlette.requests import Request

from web.limits import address


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_is_that_of_one_customer(host: str, expected: str) -> None:
    assert address(Request({"type": "http", "client": (host, 1)})) == expected
    assert address(Request({"type": "http", "client": None})) == ""
