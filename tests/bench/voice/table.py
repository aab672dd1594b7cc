"""How voices are understood under noise: word errors, and what their sentences come to.

Each sentence is also typed in the same run, which is the most that hearing can reach. With
noise, every sentence meets one kind of it, turn and turn about.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hub.language.evaluation.cases import Case
from hub.language.evaluation.results import Result
from hub.language.evaluation.running import Outcome
from hub.record import record
from tests.bench.voice.ear import Ear, Hearing
from tests.bench.voice.levels import CLEAN, LEVELS, Level, noise_of, said_at
from tests.bench.voice.suites import SENSITIVE
from tests.bench.voice.word_errors import word_error_rate
from tests.support.voices import Speaker, say

# What follows the last word, so that its end is heard.
AFTER_S = 1.4


@record(frozen=True, slots=True, kw_only=True)
class Trial:
    """One sentence by one voice in one room."""

    speaker: str
    level: str
    noise: str
    case: Case
    typed: Outcome
    heard: Hearing

    @property
    def is_right(self) -> bool:
        """Whether it came to what was wanted."""
        return self.heard.score.result is Result.RIGHT


@dataclass(frozen=True)
class Plan:
    """What is measured: the sentences, how many of them with noise, and who says them where."""

    cases: Sequence[Case]
    noisy: int
    speakers: Sequence[Speaker]
    levels: Sequence[Level] = LEVELS
    seed: int = 8

    def cases_at(self, level: Level) -> Sequence[Case]:
        """Return the sentences that are said at a level: all if it is quiet, else some."""
        if level.name == CLEAN or self.noisy >= len(self.cases):
            return self.cases
        chance = Random(self.seed)  # noqa: S311 -- a benchmark draws its sentences
        return chance.sample(list(self.cases), self.noisy)


async def trials(ear: Ear, plan: Plan) -> AsyncIterator[Trial]:
    """Yield what every sentence comes to."""
    typed = {id(case): await ear.typed(case) for case in plan.cases}
    for level in plan.levels:
        for speaker in plan.speakers:
            for number, case in enumerate(plan.cases_at(level)):
                noise = noise_of(level, number)
                sound = said_at(level, say(case.say, speaker), number, after_s=AFTER_S)
                yield Trial(
                    speaker=speaker.name,
                    level=level.name,
                    noise="" if noise is None else noise.value,
                    case=case,
                    typed=typed[id(case)],
                    heard=await ear.hear(case, sound),
                )


@record(frozen=True, slots=True, kw_only=True)
class Row:
    """The figures of some trials; shares are 0..1 of all of them.

    `wrong`: something moved that should not. `wrong_typed`: the same when typed. `sensitive`:
    wrong actions that are sensitive. `unheard`: no words were made of it.
    """

    speaker: str
    level: str
    count: int
    word_errors: float
    right: float
    typed: float
    wrong: float
    wrong_typed: float
    asked: float
    refused: float
    unheard: float

    @classmethod
    def of(cls, speaker: str, level: str, found: Sequence[Trial]) -> "Row":
        """Sum up trials."""
        scores = [trial.heard.score.result for trial in found]
        typed = [trial.typed.score.result for trial in found]
        count = len(found)
        return cls(
            speaker=speaker,
            level=level,
            count=count,
            word_errors=word_error_rate(
                [trial.case.say for trial in found], [trial.heard.text for trial in found]
            ),
            right=scores.count(Result.RIGHT) / count,
            typed=typed.count(Result.RIGHT) / count,
            wrong=scores.count(Result.WRONG) / count,
            wrong_typed=typed.count(Result.WRONG) / count,
            asked=scores.count(Result.ASKED) / count,
            refused=scores.count(Result.REFUSED) / count,
            unheard=sum(trial.heard.outcome is None for trial in found) / count,
        )

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON types."""
        return {
            name: round(value, 4) if isinstance(value, float) else value
            for name in self.__slots__
            if (value := getattr(self, name)) is not None
        }


def rows(found: Sequence[Trial]) -> list[Row]:
    """Return the figures of each voice at each level, and of all voices but espeak's together."""
    made = []
    for level in dict.fromkeys(trial.level for trial in found):
        at_level = [trial for trial in found if trial.level == level]
        for speaker in dict.fromkeys(trial.speaker for trial in at_level):
            said = [trial for trial in at_level if trial.speaker == speaker]
            made.append(Row.of(speaker, level, said))
        made.append(Row.of("all", level, at_level))
    return made


def lost(found: Sequence[Trial]) -> list[dict[str, Any]]:
    """Return the sentences that were right when typed and not when heard, the worst first."""
    worse = [t for t in found if t.typed.score.result is Result.RIGHT and not t.is_right]
    return [
        {
            "voice": trial.speaker,
            "level": trial.level,
            "noise": trial.noise,
            "said": trial.case.say,
            "heard": trial.heard.text,
            "confidence": trial.heard.run.confidence,
            "result": trial.heard.score.result.value,
            "why": trial.heard.score.why,
            "sensitive": trial.case.category == SENSITIVE,
        }
        for trial in sorted(worse, key=lambda trial: -trial.heard.score.rank)
    ]
