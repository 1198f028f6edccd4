"""The catalogue against ROME 4.0 and the hirings by ROME code, read from folders that are not shipped."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.documents import Document
from indexer.sources import rome
from mappings.occupation_text import name_words
from mappings.occupations import Occupation

HIRINGS_COVERED = 0.995
# A skill of ROME has a counterpart when one of ours, for the same code, holds this share of its words.
COUNTERPART = 0.5


@dataclass(frozen=True)
class Reference:
    """ROME and hirings. main_skills: ROME code -> labels of its main skills. hirings: parent code -> number.

    codes: ROME code -> parent code, the older and wider one by which hirings are counted.
    """

    codes: dict[str, str]
    main_skills: dict[str, list[str]]
    hirings: dict[str, int]

    @classmethod
    def read(cls, folder: Path, hirings: Path | None) -> "Reference":
        """Read a folder of ROME CSV files, and a table with the columns rome_id and hirings."""
        return cls(
            parent_codes(folder),
            _main_skills(folder),
            hirings_by_code(hirings) if hirings else {},
        )

    def figures(self, occupations: Sequence[Occupation]) -> dict[str, Any]:
        """Coverage of domains and hirings, entries per field, and skills that have a counterpart."""
        domains = {code[:3] for code in self.codes}
        have = {one.rome_code[:3] for one in occupations}
        per_field = Counter(one.rome_code[0] for one in occupations)
        return {
            "grands domaines": f"{len({d[0] for d in have & domains})} of {len({d[0] for d in domains})}",
            "domaines professionnels": f"{len(have & domains)} of {len(domains)}",
            "hirings covered": round(self._covered(occupations), 4),
            "entries and hirings by field": {
                field: f"{per_field[field] / len(occupations):.1%} of entries, {share:.1%} of hirings"
                for field, share in sorted(self._shares().items())
            },
            "ROME main skills with a counterpart": round(self._counterparts(occupations), 4),
        }

    def faults(self, occupations: Sequence[Occupation]) -> Iterator[str]:
        """Unknown codes, empty domains, hirings out of reach."""
        for one in occupations:
            if one.rome_code not in self.codes:
                yield f"{one.code}: {one.rome_code} is no ROME code"
        for domain in sorted({code[:3] for code in self.codes} - {one.rome_code[:3] for one in occupations}):
            yield f"no occupation in the domain {domain}"
        if self.hirings and (share := self._covered(occupations)) < HIRINGS_COVERED:
            missing = self._missing(occupations)
            yield f"{share:.2%} of hirings have an entry, {HIRINGS_COVERED:.1%} are wanted; largest gaps: {missing}"

    def _covered(self, occupations: Sequence[Occupation]) -> float:
        have = {self.codes.get(one.rome_code, "") for one in occupations}
        total = sum(self.hirings.values())
        return sum(count for code, count in self.hirings.items() if code in have) / total if total else 0.0

    def _missing(self, occupations: Sequence[Occupation]) -> str:
        have = {self.codes.get(one.rome_code, "") for one in occupations}
        gaps = sorted((-count, code) for code, count in self.hirings.items() if code not in have)
        return ", ".join(code for _, code in gaps[:10])

    def _shares(self) -> dict[str, float]:
        fields: Counter[str] = Counter()
        for code, count in self.hirings.items():
            fields[code[0]] += count
        return {field: count / fields.total() for field, count in fields.items()}

    def _counterparts(self, occupations: Sequence[Occupation]) -> float:
        """Share of the main skills of the ROME codes we use that one of our skills, for that code, speaks of."""
        ours: dict[str, list[set[str]]] = defaultdict(list)
        for one in occupations:
            ours[one.rome_code] += [set(name_words(skill.label)) for skill in (*one.core, *one.secondary)]
        found = [
            any(len(words & own) / len(words) >= COUNTERPART for own in ours[code])
            for code in ours
            for words in (set(name_words(label)) for label in self.main_skills.get(code, ()))
            if words
        ]
        return sum(found) / len(found) if found else 0.0


def _main_skills(folder: Path) -> dict[str, list[str]]:
    found = {}
    for item in rome.read([folder]):
        if isinstance(item, Document):
            labels = item.body["skill_labels"]
            found[item.body["rome_code"]] = [labels[code] for code in item.body["core"]]
    return found


def parent_codes(folder: Path) -> dict[str, str]:
    """ROME code -> parent code, of a folder of ROME CSV files."""
    rows = rome.table(folder, "referentiel_code_rome", ("code_rome", "code_rome_parent"))
    return {code: parent for code, parent in rows}  # noqa: C416 (the rows are tuples of any length to the type checker)


def hirings_by_code(file: Path) -> dict[str, int]:
    """Hirings by older, wider ROME code, out of a CSV with the columns rome_id and hirings."""
    found: Counter[str] = Counter()
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["rome_id"]] += int(row["hirings"])
    return dict(found)
