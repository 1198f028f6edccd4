"""The wheel holds everything that the product reads, and runs from a folder of its own."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run_in(unpacked: Path, code: str) -> str:
    """Run Python outside the checkout, with the wheel's files before any other."""
    script = f"import sys; sys.path.insert(0, {str(unpacked)!r}); {code}"
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=unpacked.parent, check=True, capture_output=True, text=True).stdout.strip()


def test_modules_come_from_the_wheel(unpacked: Path) -> None:
    assert run_in(unpacked, "import web; print(web.__file__)").startswith(str(unpacked))


def test_the_built_in_data_is_inside(unpacked: Path) -> None:
    code = "from indexer.sources import catalogue, communes; print(len(catalogue.load().occupations) > 300, "
    code += "sum(1 for _ in communes.read(())) > 34_000)"
    assert run_in(unpacked, code) == "True True"


def test_mappings_templates_scripts_and_locks_are_inside(unpacked: Path) -> None:
    code = "from mappings import index_body; from web import assets; from search_api.engine.jars import locked_jars; "
    code += "index_body('places'); print(assets.load().url('vendor/htmx.js') != '', len(locked_jars()) > 100)"
    assert run_in(unpacked, code) == "True True"


def test_the_layout_of_the_anti_cv_and_the_font_are_inside(unpacked: Path) -> None:
    code = "from importlib import resources; web = resources.files('web'); "
    code += "print(web.joinpath('anticv/sheet.typ').is_file(), sum(1 for one in web.joinpath('fonts').iterdir()))"
    assert run_in(unpacked, code) == "True 4"
