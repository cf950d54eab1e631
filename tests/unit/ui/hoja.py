"""The style sheet read as a browser would: which ink stands on which ground in each state of each widget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# What shows through where a rule paints no ground of its own.
PAGE = ("background", "surface")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"(?P<last>[A-Za-z]+(?:\[[^]]*\])*(?:::[\w-]+)?(?::[\w-]+)*)$")
_ROLE = re.compile(r"@(\w+)@")


@dataclass(frozen=True)
class Selector:
    """`QPushButton[clase="chip"]:checked` in its parts; what stands before it (its ancestors) is part of the kind."""

    kind: str
    attributes: frozenset[str]
    states: frozenset[str]

    def covers(self, other: Selector) -> bool:
        """Whether its rule also dresses what `other` names."""
        return self.kind == other.kind and self.attributes <= other.attributes and self.states <= other.states

    @property
    def weight(self) -> int:
        """How much it counts against another rule that says something else."""
        return len(self.attributes) + len(self.states)

    def __str__(self) -> str:
        return self.kind + "".join(sorted(self.attributes)) + "".join(f":{s}" for s in sorted(self.states))


@dataclass
class Sheet:
    """All rules in their order."""

    rules: list[tuple[Selector, dict[str, str]]] = field(default_factory=list)

    @classmethod
    def read(cls, text: str) -> Sheet:
        """Parse what this project's sheet is made of; ValueError for a selector that is something else."""
        sheet = cls()
        for selectors, body in _RULE.findall(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)):
            said = dict(line.strip().split(":", 1) for line in body.split(";") if ":" in line)
            values = {key.strip(): value.strip() for key, value in said.items()}
            for one in selectors.split(","):
                sheet.rules.append((_selector(one.strip()), values))
        return sheet

    def value(self, selector: Selector, key: str) -> str:
        """What holds for that widget in that state; empty without a rule."""
        found = [
            (rule.weight, n) for n, (rule, values) in enumerate(self.rules) if key in values and rule.covers(selector)
        ]
        return self.rules[max(found)[1]][1][key] if found else ""

    def pairs(self, ink_key: str) -> Iterator[tuple[Selector, str, str]]:
        """Widget and state, ink, ground: of each rule that says something about either."""
        for selector, values in self.rules:
            if ink_key not in values and "background" not in values:
                continue
            ink = _ROLE.search(self.value(selector, ink_key))
            if ink is None:
                continue
            ground = _ROLE.search(self.value(selector, "background"))
            for where in (ground.group(1),) if ground else PAGE:
                yield selector, ink.group(1), where


def _selector(text: str) -> Selector:
    match = _SELECTOR.search(text)
    if match is None:
        raise ValueError(text)
    last = match.group("last")
    part = re.search(r"::[\w-]+", last)
    states = frozenset(re.findall(r"(?<!:):([\w-]+)", last))
    name = re.match(r"[A-Za-z]+", last)
    assert name is not None
    kind = text[: match.start()] + name.group() + (part.group() if part else "")
    return Selector(kind, frozenset(re.findall(r"\[[^]]*\]", last)), states)
