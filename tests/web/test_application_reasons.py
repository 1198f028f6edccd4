"""Why a person matches, as the engine's rule says it of a published offer."""

from pathlib import Path

from tests.application_scene import fill
from tests.site import Site
from tests.sql import empty_file
from tests.visits import Stage
from tests.web.test_application_page import text_of


def test_reasons_come_from_the_rule_of_the_offer(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "vivier.db"
    path.write_bytes(empty_file())
    stage = Stage(f"sqlite:///{path}", site.settings)
    scene = fill(stage.database, stage.cast, stage.now)
    with stage:
        told = text_of(stage.signed_in(stage.cast.owner.email).get(f"/candidatures/{scene.pending}").text)
    why = told.partition("Pourquoi cette personne")[2].replace("\u202f", " ")
    for fact in ("compétences principales", "6 km", "CDI", "Souhaite 22 500 € brut par an"):
        assert fact in why.partition("Ses comportements")[0]
    # The offer asks for a licence that the person does not have: they matched once.
    assert "Sans ce permis N'est plus le cas aujourd'hui Critère : A le permis CE" in why
