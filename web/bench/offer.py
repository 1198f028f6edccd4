"""The offer of the benches: complete, and of an invented company."""

from datetime import date

from web.offers.terms import Terms

TERMS = Terms(
    contract="cdi",
    months=None,
    time="full",
    weekly_hours=35.0,
    salary_min=24_000,
    salary_max=27_000,
    start=date(2027, 3, 1),
    posts=5,
    company_name="Banc d'essai",
    siret="73282932000074",
    presentation="Une entreprise inventée.",
    website="",
    question="Que retenez-vous de votre dernière expérience ?",
    radius_km=30,
)
