"""Lares' MQTT components beside Home Assistant's: `python -m tests.oracle.mqtt --each 100`.

Both get the same announcements, messages and commands; compared are the state and the attributes
after each step, and what a command publishes. `mqtt_deliberate` says where they may differ.
"""

# ruff: noqa: T201 -- it reports by printing
import argparse
import asyncio
import json
import logging
import math
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.home.errors import HubError
from tests.oracle.mqtt_cases import MAKERS, cases
from tests.oracle.mqtt_deliberate import BESIDES, fitted
from tests.support.mqtt_desk import Desk, plain

ROOT = Path(__file__).parents[2]
ANSWERS = Path(__file__).with_name("mqtt_answers.json")
PYTHON = ROOT / ".cache" / "oracle" / "bin" / "python"


def theirs(given: Sequence[Mapping[str, Any]], timeout_s: float = 1800) -> list[Any]:
    """Return what Home Assistant answers."""
    done = subprocess.run(
        [PYTHON, ROOT / "tests" / "oracle" / "mqtt_ha.py"],
        input=json.dumps(given), capture_output=True, text=True, check=True, timeout=timeout_s,
    )  # fmt: skip
    answers: list[Any] = json.loads(done.stdout)
    return answers


async def ours(given: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return what Lares answers."""
    return [_answer(case) for case in given]


def _answer(case: Mapping[str, Any]) -> list[Any]:
    desk = Desk()
    kind, number = case["kind"], case["number"]
    entity_id = f"{kind}.{kind}_{number}"
    desk.announce(f"{kind}/{number}", case["config"])
    answers: list[Any] = [_shown(desk, entity_id)]
    for what, *values in case["steps"]:
        sent: list[Any] = []
        if what == "say":
            desk.say(*values)
        else:
            try:
                sent = [list(one) for one in desk.tells(entity_id, values[0], **values[1])]
            except HubError:
                sent = []
        answers.append([*_shown(desk, entity_id), sent])
    return answers


def _shown(desk: Desk, entity_id: str) -> list[Any]:
    found = desk.home.states.get(entity_id)  # type: ignore[call-overload]
    if found is None:
        return ["none", {}]
    return [found.state, {name: plain(value) for name, value in found.attributes.items()}]


def differences(
    given: Sequence[Mapping[str, Any]], left: Sequence[Any], right: Sequence[Any]
) -> list[tuple[int, int, str, Any, Any]]:
    """Return where they differ: case, step, what, Home Assistant's and Lares' answer.

    After the first difference of a case the rest of it is not compared.
    """
    found = []
    for number, (case, one, other) in enumerate(zip(given, left, right, strict=True)):
        for step, (theirs_now, ours_now) in enumerate(zip(one, other, strict=True)):
            differing = _differing(fitted(case, theirs_now, ours_now))
            if differing:
                found.append((number, step, *differing[0]))
                break
    return found


def _differing(pairs: Mapping[str, tuple[Any, Any]]) -> list[tuple[str, Any, Any]]:
    return [(what, one, other) for what, (one, other) in pairs.items() if not _same(one, other)]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, abs_tol=0.0051)
    return bool(one == other)


def keep(seed: int, each: int, answers: Sequence[Any]) -> None:
    """Write down what Home Assistant answered; attributes that stayed the same are left out."""
    lines = ",\n".join(json.dumps(_short(one), separators=(",", ":")) for one in answers)
    head = json.dumps({"seed": seed, "each": each})[:-1]
    ANSWERS.write_text(f'{head}, "answers": [\n{lines}\n]}}\n', encoding="utf-8")


def kept() -> tuple[list[dict[str, Any]], list[Any]]:
    """Return the cases that were answered, and Home Assistant's answers."""
    told = json.loads(ANSWERS.read_text(encoding="utf-8"))
    return cases(told["seed"], told["each"]), [_long(one) for one in told["answers"]]


def _short(answer: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    before: Any = None
    for state, attributes, *sent in answer:
        told = {
            name: value
            for name, value in attributes.items()
            if name not in BESIDES and value is not None
        }
        found.append([state, None if told == before else told, *sent])
        before = told
    return found


def _long(answer: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    attributes: Any = {}
    for state, told, *sent in answer:
        attributes = attributes if told is None else told
        found.append([state, attributes, *sent])
    return found


def main() -> None:
    """Compare, print every difference, and end with 1 if there is any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=100, help="cases of each component")
    parser.add_argument("--only", nargs="*", default=(), choices=sorted(MAKERS))
    parser.add_argument("--most", type=int, default=20, help="differences to print")
    parser.add_argument("--write", action="store_true", help="keep the answers for the tests")
    options = parser.parse_args()
    logging.disable()
    given = cases(options.seed, options.each, tuple(options.only))
    answers = theirs(given)
    if options.write:
        keep(options.seed, options.each, answers)
    found = differences(given, answers, asyncio.run(ours(given)))
    for number, step, what, one, other in found[: options.most]:
        case = given[number]
        done = case["steps"][step - 1] if step else "announced"
        print(f"{case['kind']} {case['number']}, step {step}: {what}")
        print(f"  {json.dumps(case['config'])}")
        print(f"  {done}\n  Home Assistant: {one!r}\n  Lares:          {other!r}")
    by_kind = Counter(given[number]["kind"] for number, *_ in found)
    print(f"{len(given)} cases, {len(found)} differ {dict(by_kind)}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
