"""What was heard, judged by the sound itself: which sentence of this home fits it.

The engine writes freely what sounds alike, and hardly ever gives another order that sounds alike a
better weight than the one that was said. So what makes no sense here gives way to the sentence
that does, if the sound fits that nearly as well and fits no other; if it fits two, it is asked.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import replace

from hub.home.home import Home
from hub.home.plan import Answer, Body, Chores, Heard, Plan, Question, Request, Steps
from hub.language.heard.candidates import all_candidates, opposites, other_names
from hub.language.heard.choosing import HeardPlanner, PlansByCode
from hub.language.heard.judging import Certainty, JudgingSettings, Weighed, judged
from hub.language.heard.meaning import effect_of, is_not_here, is_wide, kind_of
from hub.language.heard.noise import is_noise
from hub.language.heard.places import in_for_and
from hub.language.heard.repairing import strangeness_of
from hub.language.heard.tidying import tidied
from hub.language.heard.vocabulary import Vocabulary, language_words, vocabulary_of
from hub.language.names import plain
from hub.language.wording import base_language
from hub.record import record


@record(frozen=True, slots=True, kw_only=True)
class WeighingSettings:
    """What is weighed, and what may be believed; chosen by measurement.

    What is understood, no `strange` sentence and this `clear` (0..1) is not weighed; what is
    `fair`, only against its opposite, unless it moves more than `wide` entities: a name may have
    been lost. Noise and other languages sound like something, too: what the engine did not
    `believe` at all (0..1), or what nothing `fits` (log probability of each word), is no order.
    """

    clear: float = 0.93
    fair: float = 0.75
    strange: float = 0.3
    wide: int = 2
    believe: float = 0.25
    fits: float = -1.8
    judging: JudgingSettings = JudgingSettings()


# Confidences that `HeardPlanner` acts upon, unless it is sensitive; acts upon only if no word is
# taken for another; and asks about.
_ACT, _REPAIR, _ASK = 0.66, 0.5, 0.4
# "Unlock" and "disarm" are heard as these, by engines that are sure of it.
_TWINS = frozenset({"lock", "locks", "arm"})
_ENGLISH = "en"
# How much stranger a sentence is that names a place where a thing belongs.
_NO_PLACE = 0.7


class WeighingPlanner:
    """Implements `Planner`, before `planner`; `by_code` tells quickly what makes sense.

    `home_of` returns the home as a speaker sees it.
    """

    def __init__(
        self,
        planner: HeardPlanner,
        by_code: PlansByCode,
        home_of: Callable[[Request], Home],
        settings: WeighingSettings | None = None,
    ) -> None:
        self._planner = planner
        self._by_code = by_code
        self._home_of = home_of
        self._settings = settings or WeighingSettings()

    async def warm(self, languages: Iterable[str]) -> None:
        """Load the words of languages, off the event loop."""
        await self._planner.warm(languages)

    async def readings(self, request: Request) -> tuple[str, ...]:
        """Return the sentences to be weighed; none where what was heard is clear, or is noise."""
        heard, settings = request.heard, self._settings
        if heard is None or base_language(request.language) != _ENGLISH:
            return ()
        said = tidied(heard.text, request.language)
        if not said or is_noise(heard.text, request.language):
            return ()
        sure = 0.0 if heard.confidence is None else heard.confidence
        body = await self._body(request, said)
        vocabulary = await self._vocabulary(request)
        home = self._home_of(request)
        if not _makes_sense(body) or self._strangeness(said, home, vocabulary) > settings.strange:
            return all_candidates(heard, home, vocabulary)
        if isinstance(body, Answer) and sure >= settings.fair:
            return ()
        has_twin = bool(_TWINS & set(plain(said).split()))
        if sure < settings.fair or has_twin or is_wide(body, settings.wide):
            return other_names(heard, home)
        return () if sure >= settings.clear else opposites(heard)

    async def plan(self, request: Request) -> Plan:
        """Return a plan of the sentence that fits the sound; what was typed goes on as it is."""
        heard = request.heard
        if heard is None or not heard.weights or request.text != " ".join(heard.text.split()):
            return await self._planner.plan(request)
        # The others are this home's sentences by now, not the engine's readings.
        plainly = replace(heard, others=(), weights=())
        if not self._is_believable(heard):
            unfit = _less_sure(plainly, _REPAIR)
            return await self._planner.plan(replace(request, heard=unfit))
        weighed = [one async for one in self._weighed(request, heard)]
        judgement = judged(weighed[0], weighed[1:], self._settings.judging)
        match judgement.certainty:
            case Certainty.PLAIN:
                meant = plainly
            case Certainty.UNFIT:
                meant = _less_sure(plainly, _REPAIR)
            case _ if judgement.text == heard.text:
                meant = _less_sure(plainly, _ASK)
            case certainty:
                sure = _ACT if certainty is Certainty.SURE else _ASK
                meant = replace(plainly, text=judgement.text, confidence=sure, others=(heard.text,))
        return await self._planner.plan(replace(request, text=meant.text, heard=meant))

    def _is_believable(self, heard: Heard) -> bool:
        """Tell whether anything fits the sound well enough to be an order to this home."""
        settings = self._settings
        if heard.confidence is not None and heard.confidence < settings.believe:
            return False
        texts = (heard.text, *heard.others)
        fit = (weight / _tokens(text) for text, weight in zip(texts, heard.weights, strict=False))
        return max(fit) >= settings.fits

    async def _weighed(self, request: Request, heard: Heard) -> AsyncIterator[Weighed]:
        home, vocabulary = self._home_of(request), await self._vocabulary(request)
        texts = (heard.text, *heard.others)
        for text, weight in zip(texts, heard.weights, strict=False):
            said = tidied(text, request.language)
            body = await self._body(request, said)
            strangeness = self._strangeness(said, home, vocabulary)
            effect, is_idle = effect_of(body), isinstance(body, Question)
            if text != heard.text and weight / _tokens(text) < self._settings.fits:
                effect = None
            elif is_not_here(body) and text == heard.text and strangeness <= self._settings.strange:
                effect, is_idle = said, True
            yield Weighed(text, weight, strangeness, effect, kind_of(body), is_idle)

    @staticmethod
    def _strangeness(said: str, home: Home, vocabulary: Vocabulary) -> float:
        misplaced = _NO_PLACE if in_for_and(said, home) is not None else 0.0
        return misplaced + strangeness_of(said, vocabulary)

    async def _vocabulary(self, request: Request) -> Vocabulary:
        await asyncio.to_thread(language_words, _ENGLISH)
        return vocabulary_of(self._home_of(request), _ENGLISH)

    async def _body(self, request: Request, said: str) -> Body:
        return (await self._by_code.plan_by_code(replace(request, text=said, heard=None))).body


def _makes_sense(body: Body) -> bool:
    return isinstance(body, Steps | Chores | Answer | Question)


def _tokens(text: str) -> int:
    """Return how many pieces an engine takes a sentence for, about."""
    return len(text.split()) + 2


def _less_sure(heard: Heard, confidence: float) -> Heard:
    told = 1.0 if heard.confidence is None else heard.confidence
    return replace(heard, confidence=min(told, confidence))
