"""Both sides side by side: `python -m tests.oracle.compare --seed 1 --cases 400`."""

# ruff: noqa: T201 -- it reports by printing
import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.oracle import lares_side
from tests.oracle.deliberate import is_deliberate
from tests.oracle.expressions import template_cases
from tests.oracle.generators import cases

ROOT = Path(__file__).parents[2]
ANSWERS = Path(__file__).with_name("answers.json")
PYTHON = ROOT / ".cache" / "oracle" / "bin" / "python"


def theirs(given: Sequence[Mapping[str, Any]], timeout_s: float = 1800) -> list[Any]:
    """Return what Home Assistant answers."""
    done = subprocess.run(
        [PYTHON, ROOT / "tests" / "oracle" / "ha_side.py"],
        input=json.dumps(given), capture_output=True, text=True, check=True, timeout=timeout_s,
    )  # fmt: skip
    answers: list[Any] = json.loads(done.stdout)
    return answers


def normal(answer: Any) -> Any:
    """Return an answer in the form in which both sides give it."""
    if isinstance(answer, list):
        if answer and all(isinstance(one, list) and len(one) == 3 for one in answer):
            return lares_side.in_turn([[at, what, _sorted(data)] for at, what, data in answer])
        return [normal(one) for one in answer]
    if isinstance(answer, dict) and "error" in answer:
        return "error"
    return answer


def _sorted(data: Any) -> Any:
    if isinstance(data, dict) and isinstance(data.get("entity_id"), list):
        return {**data, "entity_id": sorted(data["entity_id"])}
    return data


def differences(
    given: Sequence[Mapping[str, Any]], left: Sequence[Any], right: Sequence[Any]
) -> list[tuple[int, str, Any, Any]]:
    """Return where the answers differ: the number of the case, what was asked, both answers."""
    found: list[tuple[int, str, Any, Any]] = []
    for number, (case, one, other) in enumerate(zip(given, left, right, strict=True)):
        if case["kind"] == "scenario":
            if normal(one) != normal(other):
                found.append((number, "scenario", normal(one), normal(other)))
            continue
        asked = case[case["kind"]]
        if not isinstance(one, list) or not isinstance(other, list):
            found.append((number, case["kind"], one, other))
            continue
        found += [
            (number, json.dumps(question, ensure_ascii=False), a, b)
            for question, a, b in zip(asked, one, other, strict=True)
            if said(a) != said(b)
            and (case["kind"] != "templates" or not is_deliberate(question[0]))
        ]
    return found


def said(answer: Any) -> Any:
    """Return the answer to a condition or a template; a condition in error is one that is false."""
    if isinstance(answer, dict) and "error" in answer:
        return False
    return answer


def digest(given: Sequence[Mapping[str, Any]]) -> str:
    """Return what tells whether cases are still those that were answered."""
    text = json.dumps(given, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def asked_of(seed: int, count: int) -> list[Any]:
    """Return the cases of a seed as JSON gives them back."""
    made: list[Any] = json.loads(json.dumps([*template_cases(), *cases(seed, count)]))
    return made


def short(case: Mapping[str, Any], answer: Any) -> Any:
    """Return an answer as it is kept: normal, and without the words of errors."""
    if case["kind"] == "scenario":
        return normal(answer)
    return [said(one) for one in answer] if isinstance(answer, list) else "error"


def keep(seed: int, given: Sequence[Mapping[str, Any]], answers: Sequence[Any]) -> None:
    """Write down what Home Assistant answered."""
    count = sum(case["kind"] != "templates" for case in given)
    kept = [short(case, answer) for case, answer in zip(given, answers, strict=True)]
    head = {"seed": seed, "count": count, "digest": digest(given)}
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in kept)
    ANSWERS.write_text(f'{json.dumps(head)[:-1]}, "answers": [\n{lines}\n]}}\n', encoding="utf-8")


def main() -> int:
    """Compare, and print every difference."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--cases", type=int, default=400)
    asked.add_argument("--show", type=int, default=20)
    asked.add_argument("--write", action="store_true", help="keep the answers for the tests")
    options = asked.parse_args()
    given = asked_of(options.seed, options.cases)
    answers = theirs(given)
    if options.write:
        keep(options.seed, given, answers)
    found = differences(given, answers, lares_side.main(given))
    for number, what, one, other in found[: options.show]:
        print(f"--- case {number}: {what}")
        if what == "scenario":
            print(json.dumps({k: given[number][k] for k in ("start", "config", "steps")}))
        print(f"Home Assistant: {one}\nLares:          {other}")
    print(f"{len(given)} cases, {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
