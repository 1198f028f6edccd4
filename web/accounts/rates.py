"""How often one may try what strangers could abuse. A try that succeeds does not count where it says so."""

from datetime import timedelta

from web.limits import Limit

# Signing in, failures only. A browser that has signed in to the account before has a bucket of its own, and so has a
# link to a new password: nobody can keep somebody else out by failing in their name.
SIGN_IN_ADDRESS = Limit("sign-in address", 30, timedelta(minutes=10))
SIGN_IN_MAIL = Limit("sign-in mail", 10, timedelta(minutes=10))
# The present password asked again, failures only.
PASSWORD = Limit("password", 10, timedelta(minutes=10))

# By address of the network; offices share one.
SIGN_UP = Limit("sign-up", 40, timedelta(hours=1))
RESET = Limit("reset", 20, timedelta(hours=1))
CONTACT = Limit("contact", 20, timedelta(hours=1))
# Mails that anyone may have sent to an address, each of its kind.
MAIL = Limit("mail", 5, timedelta(hours=1))
