"""The test files of Home Assistant's community: sentences, each with an intent and a response."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import Field

from hub.home.ids import AreaId
from hub.home.keeping import Timer
from hub.home.yaml_config import ConfigError, load_yaml, parse_yaml, problem_at
from hub.language.evaluation.cases import Case, KeptThings, Suite
from hub.language.evaluation.community_home import (
    CountdownSheet,
    Fixture,
    FixtureSheet,
    Loose,
    fixture,
)
from hub.language.evaluation.community_meaning import UnknownIntent, expected
from hub.language.evaluation.community_slots import Test
from hub.language.evaluation.community_timers import timer_id
from hub.language.evaluation.homes import read_text

FIXTURES = "_fixtures.yaml"
# The moment that the expected responses speak of.
THEN = datetime(2013, 9, 17, 1, 2, tzinfo=UTC)


class IntentSheet(Loose):
    """What a sentence means."""

    name: str
    slots: dict[str, Any] | None = None
    context: dict[str, Any] | None = None


class TestSheet(Loose):
    """Sentences that mean the same; newer files name the intent by their folder."""

    __test__ = False

    sentences: tuple[str, ...]
    intent: IntentSheet | None = None
    slots: dict[str, Any] | None = None
    response: str | None = None
    timers: tuple[CountdownSheet, ...] | None = None


class FileSheet(FixtureSheet):
    """A file of tests, in newer files with a home of its own."""

    language: str
    tests: tuple[TestSheet, ...] = Field(min_length=1)


def read_community(folder: Path, files: Sequence[Path]) -> Suite:
    """Read the tests of one language.

    Raises:
        ConfigError: a file has mistakes, or an intent is not known.
        EvaluationError: a file cannot be read.
    """
    sheet = parse_yaml(read_text(folder / FIXTURES), str(folder / FIXTURES), FixtureSheet)
    home = fixture(sheet, language=folder.name)
    cases: list[Case] = []
    for file in files:
        cases += _read_file(file, folder, home)
    return Suite(folder.name, folder, tuple(cases))


def _read_file(file: Path, folder: Path, shared: Fixture) -> Iterator[Case]:
    text = read_text(file)
    sheet = parse_yaml(text, str(file), FileSheet)
    tree = load_yaml(text, str(file))
    home = fixture(sheet) if sheet.entities else shared
    for number, test in enumerate(sheet.tests):
        found = _test(test, file, sheet.language)
        used = _with_timers(home, sheet, test)
        try:
            wanted = [expected(found, used, said) for said in test.sentences]
        except UnknownIntent:
            message = f"the intent {found.intent!r} cannot be scored; leave this file out"
            path = ("tests", number, "intent")
            raise ConfigError([problem_at(tree, path, str(file), message)]) from None
        line = problem_at(tree, ("tests", number, "sentences"), "", "").line
        area = used.area_id(str(found.context.get("area", "")))
        for sentence, right in zip(test.sentences, wanted, strict=True):
            yield Case(
                say=sentence,
                place=f"{file.relative_to(folder)}:{line}",
                home=used.home,
                at=THEN,
                expected=right,
                category=found.intent,
                language=sheet.language,
                area_id=AreaId(area) if area else None,
                states=_states(found, used),
                kept=KeptThings(timers=_timers(used)),
            )


def _test(test: TestSheet, file: Path, language: str) -> Test:
    intent = test.intent or IntentSheet(name=file.parent.name, slots=test.slots)
    response = " ".join((test.response or "").split())
    return Test(intent.name, intent.slots or {}, intent.context or {}, response, language)


def _with_timers(home: Fixture, sheet: FileSheet, test: TestSheet) -> Fixture:
    timers = test.timers if test.timers is not None else (sheet.timers or home.timers)
    return Fixture(home.home, timers, home.media, home.said_states)


def _timers(home: Fixture) -> tuple[Timer, ...]:
    timers = [
        Timer(
            id=timer_id(number),
            name=timer.name,
            duration_s=timer.duration_s,
            ends_at=THEN + timedelta(seconds=timer.total_seconds_left) if timer.is_active else None,
            remaining_s=timer.total_seconds_left,
            area_id=AreaId(area) if (area := home.area_id(timer.area or "")) else None,
        )
        for number, timer in enumerate(home.timers)
    ]
    return tuple(sorted(timers, key=lambda timer: timer.left_s(THEN)))


def _states(test: Test, home: Fixture) -> dict[str, Any]:
    """Return what must stand on the lists so that it can be ticked off."""
    if not test.intent.endswith("CompleteItem"):
        return {}
    items = [{"summary": " ".join(str(test.slots["item"]).split())}]
    lists = [e.id for e in home.home.entities if e.id.startswith("todo.")]
    return {todo: {"state": "1", "items": items} for todo in lists}
