"""veraPDF, the reference checker of PDF/A and PDF/UA: fetched once as the engine's jars are, and run with its Java.

Its jar is used by the tests only and is not shipped (GPL-3.0 or MPL-2.0).
"""

import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from pathlib import Path

import pytest

from search_api.engine import jars
from search_api.engine.embedded import find_java
from search_api.engine.errors import EmbeddedError
from tests.conftest import jar_folder

JAR = {
    "groupId": "org.verapdf.apps",
    "artifactId": "greenfield-apps",
    "version": "1.28.2",
    "sha256": "687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6",
}
_MAIN = "org.verapdf.apps.GreenfieldCliWrapper"
# For a run of seconds: no optimising compiler, no collector with threads of its own.
_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
# The names that veraPDF gives to the two standards.
FLAVOURS = {"3a": "PDF/A-3A validation profile", "ua1": "PDF/UA-1 validation profile"}


class VeraPdf:
    """The checker. jar: its file."""

    def __init__(self, jar: Path) -> None:
        self._jar, self._java = jar, find_java()

    def failures(self, files: Iterable[Path], flavour: str) -> list[str]:
        """What is wrong with the files by the rules of `flavour` ("3a" or "ua1"), in words; nothing: all comply.

        All files in one run, for the checker takes two seconds to start. Raises AssertionError when it has not looked
        at every one of them.
        """
        paths = list(files)
        command = [self._java, *_QUICK, "-cp", str(self._jar), _MAIN, "-f", flavour, "--format", "xml"]
        command += map(str, paths)
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        assert done.stdout.startswith("<?xml"), f"veraPDF told nothing: {done.stderr[-2000:]}"
        report = ElementTree.fromstring(done.stdout)  # noqa: S314 (written by our own process)
        found, seen = [], 0
        for job in report.iter("job"):
            name = Path(job.findtext("item/name", "?")).name
            for told in job.iter("validationReport"):
                seen += 1
                assert told.get("profileName") == FLAVOURS[flavour], told.attrib
                if told.get("isCompliant") != "true":
                    found += [
                        f"{name}: {rule.get('clause')} {rule.findtext('description')}" for rule in told.iter("rule")
                    ]
            found += [f"{name}: {job.findtext('taskException/exceptionMessage')}" for _ in job.iter("taskException")]
        assert seen == len(paths), f"veraPDF looked at {seen} of {len(paths)} files: {done.stderr[-2000:]}"
        return found


@pytest.fixture(scope="session")
def verapdf() -> VeraPdf:
    """The checker. Without it the proof is missing: the test fails and says why."""
    try:
        (jar,) = jars.install(jar_folder().parent / "verapdf", print, [JAR])
    except EmbeddedError as error:
        pytest.fail(f"veraPDF, which proves PDF/A-3a and PDF/UA-1, is not here: {error}")
    return VeraPdf(jar)
