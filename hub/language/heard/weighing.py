"""What was heard, judged by the sound itself: which sentence of this home fits it.

The engine writes freely what sounds alike, and hardly ever gives another order that sounds alike a
better weight than the one that was said. So what makes no sense here gives way to the sentence
that does, if the sound fits that nearly as well and fits no other; if it fits two, it is asked.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from hub.home.home import Home
from hub.home.plan import Answer, Body, Chores, Heard, Plan, Question, Request, Steps
from hub.language.heard.choosing import HeardPlanner, PlansByCode
from hub.language.heard.guessing import guesses
from hub.language.heard.noise import is_noise
from hub.language.heard.tidying import tidied
from hub.language.heard.turning_round import turned_round
from hub.language.names import plain
from hub.language.wording import base_language
from hub.record import record


@record(frozen=True, slots=True, kw_only=True)
class WeighingSettings:
    """How far a sound decides, in mean log probabilities of words; chosen by measurement.

    What is understood and this `clear` (0..1) is not weighed; what is `fair`, only against its
    opposite, unless it moves more than `wide` entities: a name may have been lost.
    A sentence of this home may fit so much worse than what was heard freely, and be taken for it:
    `near` without a question, `far` with one; `nearest` where what was heard makes sense as well.
    `apart`: so much better than the next one it fits, or it is asked. Noise and other languages
    sound like something, too: what the engine did not `believe` at all (0..1), or what nothing
    `fits`, is no order.
    """

    clear: float = 0.93
    fair: float = 0.75
    wide: int = 2
    nearest: float = 0.25
    near: float = 0.8
    far: float = 1.3
    apart: float = 0.35
    believe: float = 0.25
    fits: float = -1.8


# Confidences that `HeardPlanner` acts upon, unless it is sensitive; acts upon only if no word is
# taken for another; and asks about.
_ACT, _REPAIR, _ASK = 0.66, 0.5, 0.4
# "Unlock" and "disarm" are heard as these, by engines that are sure of it.
_TWINS = frozenset({"lock", "locks", "arm"})
# How many readings are planned, and how many of the engine's own are weighed.
_MOST_PLANNED = 7
_OTHERS = 3
# How many things that would be done, besides the likeliest, are looked at.
_RIVALS = 2


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
        heard = request.heard
        if heard is None or base_language(request.language) != "en":
            return ()
        if is_noise(heard.text, request.language) or not tidied(heard.text, request.language):
            return ()
        sure = 0.0 if heard.confidence is None else heard.confidence
        body = await self._body(request, heard.text)
        makes_sense, settings = isinstance(body, Steps | Chores | Answer | Question), self._settings
        if isinstance(body, Answer) and sure >= settings.fair:
            return ()
        turned = turned_round(heard.text)
        has_twin = bool(_TWINS & set(plain(heard.text).split()))
        is_fair = makes_sense and sure >= settings.fair
        if is_fair and not has_twin and not _is_wide(body, settings.wide):
            return () if sure >= settings.clear else turned
        others = () if makes_sense else heard.others[:_OTHERS]
        found = guesses(heard, self._home_of(request))
        return tuple(dict.fromkeys((*turned, *found, *others)))

    async def plan(self, request: Request) -> Plan:
        """Return a plan of the sentence that fits the sound; what was typed goes on as it is."""
        heard = request.heard
        if heard is None or not heard.weights or request.text != " ".join(heard.text.split()):
            return await self._planner.plan(request)
        if not self._is_believable(heard):
            # The others are this home's sentences by now, not the engine's readings.
            unfit = _less_sure(replace(heard, others=(), weights=()), _REPAIR)
            return await self._planner.plan(replace(request, heard=unfit))
        judged = await self._judged(request, heard)
        return await self._planner.plan(replace(request, text=judged.text, heard=judged))

    def _is_believable(self, heard: Heard) -> bool:
        """Tell whether anything fits the sound well enough to be an order to this home."""
        settings = self._settings
        if heard.confidence is not None and heard.confidence < settings.believe:
            return False
        return max(heard.weights) >= settings.fits

    async def _judged(self, request: Request, heard: Heard) -> Heard:
        """Return what was heard as the sentence that fits, with how sure that is."""
        settings, own = self._settings, heard.weights[0]
        meant = await self._effect(request, heard.text)
        fitting = await self._fitting(request, heard)
        plainly = replace(heard, others=(), weights=())
        if not fitting or fitting[0].effect == meant:
            is_rivalled = meant is not None and _is_near(own, fitting[1:], settings.apart)
            return _less_sure(plainly, _ASK) if is_rivalled else plainly
        best = fitting[0]
        behind = own - best.weight
        rivals = [one for one in fitting[1:] if one.effect != meant]
        if meant is None and behind > settings.far:
            return _less_sure(plainly, _REPAIR)
        # The plain words of what was understood, which it is fair to compare with.
        plain_words = len(rivals) < len(fitting) - 1
        if meant is not None and behind > settings.nearest and not plain_words:
            return plainly
        is_sure = behind <= (settings.near if meant is None else -settings.apart)
        is_sure = is_sure and not _is_near(best.weight, rivals, settings.apart)
        return replace(
            plainly,
            text=best.text,
            confidence=_ACT if is_sure else _ASK,
            others=(heard.text,),
        )

    async def _fitting(self, request: Request, heard: Heard) -> list["_Fitting"]:
        """Return the heaviest readings that make sense, one for each thing that they would do."""
        found: list[_Fitting] = []
        weighed = zip(heard.others, heard.weights[1:], strict=False)
        for text, weight in list(weighed)[:_MOST_PLANNED]:
            effect = await self._effect(request, text)
            if effect is not None and effect not in {one.effect for one in found}:
                found.append(_Fitting(text, weight, effect))
            if len(found) > _RIVALS:
                break
        return found

    async def _body(self, request: Request, text: str) -> Body:
        said = tidied(text, request.language)
        return (await self._by_code.plan_by_code(replace(request, text=said, heard=None))).body

    async def _effect(self, request: Request, text: str) -> str | None:
        """Return what tells one thing that a sentence does from another; None if it is none."""
        match await self._body(request, text):
            case (Steps() | Chores()) as body:
                return body.model_dump_json(exclude={"left_out"})
            case Answer(text=told) | Question(text=told):
                return told
            case _:
                return None


@record(frozen=True, slots=True)
class _Fitting:
    text: str
    weight: float
    effect: str


def _is_wide(body: Body, most: int) -> bool:
    steps = body.steps if isinstance(body, Steps) else ()
    return len({target for step in steps for target in step.targets}) > most


def _is_near(weight: float, others: list[_Fitting], apart: float) -> bool:
    return any(weight - other.weight < apart for other in others)


def _less_sure(heard: Heard, confidence: float) -> Heard:
    told = 1.0 if heard.confidence is None else heard.confidence
    return replace(heard, confidence=min(told, confidence))
