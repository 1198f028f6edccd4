"""The embedded server's jars, exactly those of the lock file that `jgo` wrote.

`jgo` resolves Maven coordinates without Maven; here it only fetches what `jgo.lock.toml` names, and each
file's SHA-256 is compared with the lock before it may be used.
"""

import fcntl
import hashlib
import shutil
import tomllib
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from search_api.engine.errors import EmbeddedError

Progress = Callable[[str], None]


def locked_jars() -> list[dict[str, Any]]:
    """The lock's dependencies: groupId, artifactId, version, optional classifier, sha256."""
    text = resources.files("search_api.engine").joinpath("jgo.lock.toml").read_text("utf-8")
    return list(tomllib.loads(text)["dependencies"])


def install(folder: Path, say: Progress, wanted: Sequence[Mapping[str, Any]] | None = None) -> list[Path]:
    """Put every locked jar into `folder` (once) and return their paths. wanted: others than the engine's, alike.

    Raises EmbeddedError when a jar cannot be fetched or does not have the locked sum.
    """
    jars = locked_jars() if wanted is None else wanted
    paths = [folder / _file_name(jar) for jar in jars]
    missing = [(jar, path) for jar, path in zip(jars, paths, strict=True) if not path.exists()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("w") as held:
            # Two processes may need them at once, on their first start.
            fcntl.flock(held, fcntl.LOCK_EX)
            _fetch([(jar, path) for jar, path in missing if not path.exists()], folder, say)
    return paths


def _fetch(missing: list[tuple[Mapping[str, Any], Path]], folder: Path, say: Progress) -> None:
    # Imported here: only the first start needs it.
    from jgo.maven import MavenContext

    context = MavenContext()
    for number, (jar, path) in enumerate(missing, 1):
        say(f"engine: fetching jar {number} of {len(missing)}: {path.name}")
        artifact = (
            context.project(jar["groupId"], jar["artifactId"])
            .at_version(jar["version"])
            .artifact(classifier=jar.get("classifier") or "", packaging=jar.get("packaging", "jar"))
        )
        try:
            source = Path(artifact.resolve())
        except Exception as error:  # jgo lets requests' and its own errors through
            raise EmbeddedError(
                f"cannot fetch {path.name}: no network, or no Maven repository in reach ({type(error).__name__})"
            ) from error
        _check(source, jar["sha256"])
        partial = path.with_suffix(".part")
        shutil.copyfile(source, partial)
        partial.replace(path)


def _check(source: Path, expected: str) -> None:
    with source.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise EmbeddedError(f"{source.name} is not the locked file (SHA-256 {found}); remove it and start again")


def _file_name(jar: Mapping[str, Any]) -> str:
    classifier = f"-{jar['classifier']}" if jar.get("classifier") else ""
    return f"{jar['artifactId']}-{jar['version']}{classifier}.jar"
