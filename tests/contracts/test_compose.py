"""docker-compose.yml and its image: no Docker engine runs here, so what can be checked without one is."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOW_TO = (ROOT / "docs/how-to-run-with-docker.md").read_text()
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "docs/docker/Dockerfile").read_text()
SECRET = re.compile(r"PASSWORD|SECRET|TOKEN|KEY", re.IGNORECASE)


def variables() -> dict[str, str]:
    """Name -> what follows it (":?message", ":-default"); `$$` is the container's own."""
    return dict(re.findall(r"(?<!\$)\$\{(\w+)([^}]*)\}", TEXT))


def test_the_file_is_valid_by_the_compose_schema() -> None:
    schema_file = ROOT / "node_modules/dclint/schemas/compose.schema.json"
    if not schema_file.exists():
        pytest.skip("the Compose schema comes with `make test` (npm package dclint)")
    schema = json.loads(schema_file.read_text())
    jsonschema.Draft7Validator(schema).validate(COMPOSE)


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_says_when_it_is_healthy_and_comes_back_after_a_crash(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] in {"CMD", "CMD-SHELL"}
    assert check["interval"]
    assert check["retries"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_waits_for_the_health_of_what_it_needs(name: str) -> None:
    for needed, how in SERVICES[name].get("depends_on", {}).items():
        assert needed in SERVICES
        assert how == {"condition": "service_healthy"}


@pytest.mark.parametrize("name", SERVICES)
def test_no_port_leaves_the_machine(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", ()))


def test_images_are_pinned_by_version() -> None:
    images = [service["image"] for service in SERVICES.values() if "build" not in service]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(images) >= 6
    for image in images:
        assert re.fullmatch(r"[\w./-]+:v?\d+\.\d+(\.\d+)?(-[\w.-]+)?", image), image


def test_the_engine_is_the_version_that_the_embedded_one_is() -> None:
    lock = (ROOT / "search_api/engine/jgo.lock.toml").read_text()
    found = re.search(r'artifactId = "opensearch"\nversion = "([\d.]+)"', lock)
    assert found
    assert SERVICES["opensearch"]["image"] == f"opensearchproject/opensearch:{found[1]}"


def test_no_secret_stands_in_the_file_and_none_has_a_default() -> None:
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if SECRET.search(key):
                assert re.fullmatch(r"\$\{\w+:\?[^}]*\}", value), key
            for password in re.findall(r"://[^:/@]+:([^@]*)@", str(value)):
                assert re.fullmatch(r"\$\{\w+:\?\}", password), key
    for name, rest in variables().items():
        assert not SECRET.search(name) or rest.startswith(":?"), name


def test_every_variable_is_documented_and_every_documented_one_exists() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", HOW_TO, re.MULTILINE))
    assert documented == set(variables())


def test_every_address_of_the_guide_is_a_port_of_the_file() -> None:
    open_ports = {port.split(":")[1] for service in SERVICES.values() for port in service.get("ports", ())}
    told = set(re.findall(r"^\| (?:https?://)?127\.0\.0\.1:(\d+) \|", HOW_TO, re.MULTILINE))
    assert told <= open_ports | {"8000"}
    assert len(told) == 5


def test_every_setting_given_to_the_app_is_documented() -> None:
    settings = (ROOT / "docs/ref-settings.md").read_text()
    for name in SERVICES["app"]["environment"]:
        assert f"`{name}`" in settings or f"`{name}`" in HOW_TO


def test_the_image_copies_only_files_that_exist_and_are_not_ignored() -> None:
    kept = set(re.findall(r"^!(\S+)", (ROOT / "docs/docker/Dockerfile.dockerignore").read_text(), re.MULTILINE))
    assert all((ROOT / path).exists() for path in kept)
    for line in re.findall(r"^COPY (?!--from)(.+)", DOCKERFILE, re.MULTILINE):
        sources = line.split()[:-1]
        assert sources == ["."] or set(sources) <= kept
    packages = re.search(r"^packages = (\[.*\])", (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert packages
    assert set(json.loads(packages[1])) <= kept
