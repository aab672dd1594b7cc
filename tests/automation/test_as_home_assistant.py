"""What Home Assistant 2024.3.3 answered to the seeded cases is what Lares answers."""

import json
from typing import Any

import pytest

from tests.oracle.compare import ANSWERS, asked_of, digest, short
from tests.oracle.deliberate import is_deliberate
from tests.oracle.lares_side import answer_to

_KEPT: dict[str, Any] = json.loads(ANSWERS.read_text(encoding="utf-8"))
_CASES = asked_of(_KEPT["seed"], _KEPT["count"])


def _pairs(kind: str) -> list[tuple[int, Any, Any]]:
    found = enumerate(zip(_CASES, _KEPT["answers"], strict=True))
    return [(number, case, theirs) for number, (case, theirs) in found if case["kind"] == kind]


def test_the_cases_are_those_that_home_assistant_was_asked() -> None:
    again = "run `python -m tests.oracle.compare --write` with the seed and count of answers.json"
    assert digest(_CASES) == _KEPT["digest"], again


@pytest.mark.parametrize("part", range(8))
async def test_rules_do_the_same(part: int) -> None:
    pairs = _pairs("scenario")[part::8]
    assert pairs
    different = {
        number: (theirs, ours)
        for number, case, theirs in pairs
        if (ours := short(case, await answer_to(case))) != theirs
    }
    assert different == {}


@pytest.mark.parametrize("kind", ["conditions", "templates"])
async def test_conditions_and_templates_give_the_same(kind: str) -> None:
    different = [
        (question[0], their, our)
        for _, case, theirs in _pairs(kind)
        for question, their, our in zip(
            case[kind], theirs, short(case, await answer_to(case)), strict=True
        )
        if their != our and not (kind == "templates" and is_deliberate(question[0]))
    ]
    assert different == []
