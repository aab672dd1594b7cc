"""A word that nobody knows, or one too few: nothing else moves than the whole sentence would.

The sentences are our exam's and, with LARES_FUZZ and where they lie beside the repository, the
development sentences.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

import pytest

from hub.home.ids import EntityId
from hub.home.plan import Chores, Plan, Request, Steps
from hub.language.answers import answer
from hub.language.candidates import select
from hub.language.evaluation.cases import Case
from hub.language.evaluation.simulated import Keeping
from hub.language.evaluation.suites import read_suites
from hub.language.matcher import FastMatcher
from hub.language.pipeline import LanguagePlanner
from hub.record import record
from tests.bench.voice.suites import DEVELOPMENT, ROOT
from tests.support.fuzzing import LONGER

EXAM = ROOT / "tests" / "language" / "exam"
EACH = 90
# No word of any sentence, no name, and like none of them.
UNKNOWN = "blorp"
# Around these anything may be said: reasons, remarks, whom it is for, what is played or bought.
_FREE = re.compile(
    r"[,.;!](?=\s)|\b(?:for|because|so|it'?s|i'?m|we|i|can'?t|too|bit|play|playing)\b"
)
_FREE_DATA = ("media_content_id", "item")
# What has to follow these was lost.
_SMALL = frozenset({"the", "my", "our", "in", "of", "to"})
_NOTHING = frozenset({"on", "off", "in", "and", "of", "for", "please"})
# These words limit nothing: without them the same is said.
_PLAIN = frozenset({"the", "a", "an", "please", "can", "you", "could", "would", "my", "our", "of"})

Moved = frozenset[tuple[EntityId, str, str]]


@record(frozen=True, slots=True)
class Changed:
    """A sentence with one word changed; `lost` is the word that is not there any more."""

    case: Case
    text: str
    lost: str = ""


@cache
def cases() -> Sequence[Case]:
    """Return English sentences that are asked alone."""
    folders = [EXAM, *([DEVELOPMENT] if LONGER > 1 and DEVELOPMENT.is_dir() else [])]
    found = [case for folder in folders for suite in read_suites(folder) for case in suite.cases]
    return [case for case in found if case.language == "en" and not case.before]


def with_unknown() -> Iterator[Changed]:
    """Yield sentences with a word that nobody knows, instead of another or beside it."""
    for case in cases():
        words = case.say.split()
        for at, word in enumerate(words):
            yield Changed(case, " ".join((*words[:at], UNKNOWN, *words[at + 1 :])), word)
            yield Changed(case, " ".join((*words[:at], UNKNOWN, *words[at:])))


def with_lost() -> Iterator[Changed]:
    """Yield sentences that lack a word."""
    for case in cases():
        words = case.say.split()
        for at, word in enumerate(words):
            yield Changed(case, " ".join((*words[:at], *words[at + 1 :])), word)


def drawn(changed: Iterator[Changed]) -> list[Changed]:
    """Draw some by chance, the same in every run."""
    found = list(changed)
    return Random(8).sample(found, min(len(found), EACH * LONGER))  # noqa: S311 -- a test draws


class Planning:
    """Plans by code in the homes of the cases."""

    def __init__(self) -> None:
        self._planners: dict[tuple[int, object], tuple[LanguagePlanner, Keeping]] = {}
        self._whole: dict[int, Moved] = {}

    async def plan(self, case: Case, text: str) -> Plan:
        """Return what a text comes to where and when the case is."""
        key = (id(case) if case.states else id(case.home), case.at)
        if key not in self._planners:
            self._planners[key] = self._planner(case)
        planner, keeping = self._planners[key]
        keeping.fill(case.kept)
        return await planner.plan(Request(text=text, area_id=case.area_id, at=case.at))

    async def whole(self, case: Case) -> Moved:
        """Return what the sentence moves as it is; nothing if a part of it is left out."""
        if id(case) not in self._whole:
            plan = await self.plan(case, case.say)
            is_whole = not (isinstance(plan.body, Steps) and plan.body.left_out)
            self._whole[id(case)] = moved(plan) if is_whole else frozenset()
        return self._whole[id(case)]

    @staticmethod
    def _planner(case: Case) -> tuple[LanguagePlanner, Keeping]:
        home = case.home.build(case.at, case.states)
        keeping = Keeping()
        matcher = FastMatcher(home, keeping)
        planner = LanguagePlanner(
            home, matcher=matcher, select=select, answer=answer, worker=None, kept=keeping
        )
        return planner, keeping


def moved(plan: Plan) -> Moved:
    """Return what a plan moves without a question."""
    steps = plan.body.steps if isinstance(plan.body, Steps) else ()
    return frozenset(
        (target, step.command.action, str(step.command.data()))
        for step in steps
        for target in step.targets
    )


def is_told(plan: Plan) -> bool:
    """Tell whether the unknown word is said back, or is part of what is played or bought."""
    body = plan.body
    told = [*(body.left_out if isinstance(body, Steps | Chores) else ())]
    told += [str(data) for _, _, data in moved(plan) if any(key in data for key in _FREE_DATA)]
    return any(UNKNOWN in text for text in told)


@pytest.fixture(scope="module")
def planning() -> Planning:
    """Return what plans the cases."""
    return Planning()


async def test_a_word_that_nobody_knows_moves_nothing_else(planning: Planning) -> None:
    odd: list[str] = []
    for changed in drawn(with_unknown()):
        whole = await planning.whole(changed.case)
        if not whole:
            continue
        plan = await planning.plan(changed.case, changed.text)
        now = moved(plan)
        others = {entity for entity, _, _ in now} - {entity for entity, _, _ in whole}
        is_free = _FREE.search(changed.case.say.casefold()) is not None
        if others and not is_told(plan):
            odd.append(f"{changed.text!r} moves {sorted(others)}")
        elif others - {e for e, _, data in now if any(key in data for key in _FREE_DATA)}:
            odd.append(f"{changed.text!r} moves {sorted(others)}, and tells it")
        elif now and not (is_told(plan) or (is_free and now <= whole)):
            odd.append(f"{changed.text!r} passes the word over: {plan.body}")
    assert not odd, "\n".join(odd)


async def test_a_lost_word_moves_nothing_more(planning: Planning) -> None:
    odd: list[str] = []
    for changed in drawn(with_lost()):
        whole = await planning.whole(changed.case)
        if not whole or not changed.text:
            continue
        plan = await planning.plan(changed.case, changed.text)
        now = moved(plan)
        others = {entity for entity, _, _ in now} - {entity for entity, _, _ in whole}
        is_free = any(key in data for _, _, data in now for key in _FREE_DATA)
        is_free = is_free or _FREE.search(changed.case.say.casefold()) is not None
        if now and lacks(changed.text) and not is_free:
            odd.append(f"{changed.text!r} moves {sorted({e for e, _, _ in now})}")
        elif others and changed.lost.casefold() in _PLAIN:
            odd.append(f"{changed.text!r} moves {sorted(others)}")
    assert not odd, "\n".join(odd)


def lacks(text: str) -> bool:
    """Tell whether a small word of a text has nothing after it that it could be said for."""
    words = text.casefold().rstrip(" .!?").split()
    pairs = zip(words, [*words[1:], "and"], strict=True)
    return any(one in _SMALL and other in _NOTHING for one, other in pairs)
