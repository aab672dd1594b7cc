"""Which of some sentences was said, by how well the sound fits them and what people say."""

from collections.abc import Sequence
from enum import Enum

from hub.record import record


@record(frozen=True, slots=True, kw_only=True)
class JudgingSettings:
    """How far a sound decides, in natural logarithms of the odds; chosen by measurement.

    `strange`: how much less likely a sentence is than it sounds, for each unit of strangeness;
    `idle`: if nothing can be done by it, because it names no device, or more than one.
    `apart`: so much better than the next thing it may be, or it is asked; `apart_in_words` where
    only titles or other free words would differ, which may be strange. Where what was heard
    makes no sense, a sentence that does may fit so much worse and be taken: `near` without a
    question, `far` with one.
    """

    strange: float = 6.0
    idle: float = 4.0
    apart: float = 1.5
    apart_in_words: float = 0.75
    near: float = 8.0
    far: float = 12.0


class Certainty(Enum):
    """How sure a judgement is."""

    PLAIN = "as it was heard, as sure as that is"
    SURE = "sure"
    ASK = "to be asked about"
    UNFIT = "nothing that makes sense fits"


@record(frozen=True, slots=True)
class Weighed:
    """A sentence with its log probability given the sound, and how strange it is.

    `effect` tells what it would do from what others would; None: it makes no sense here. `kind` is
    the same for those that differ in free words only. `is_idle`: it makes sense, and does nothing.
    """

    text: str
    weight: float
    strangeness: float
    effect: str | None
    kind: str | None = None
    is_idle: bool = False


@record(frozen=True, slots=True)
class Judgement:
    """The sentence that was said."""

    text: str
    certainty: Certainty


def judged(own: Weighed, others: Sequence[Weighed], settings: JudgingSettings) -> Judgement:
    """Return which sentence was said: `own`, which was heard freely, or one of the others."""
    kinds = _kinds((own, *others), settings)
    if not kinds:
        return Judgement(own.text, Certainty.UNFIT)
    leads = [max(_score(one, settings) for one in kind) for kind in kinds]
    is_apart = len(kinds) == 1 or leads[0] - leads[1] >= settings.apart
    best = _in_words(kinds[0], own, settings)
    in_words = [one.weight for one in kinds[0] if one.effect != best.effect]
    if best is not own and in_words:
        is_apart = is_apart and best.weight - max(in_words) >= settings.apart_in_words
    if own.effect == best.effect:
        if is_apart:
            return Judgement(own.text, Certainty.PLAIN)
        asked = kinds[1][0] if own.is_idle and kinds[1:] else own
        return Judgement(asked.text, Certainty.ASK)
    behind = 0.0 if own.effect is not None else own.weight - leads[0]
    if behind > settings.far:
        return Judgement(own.text, Certainty.UNFIT)
    is_sure = is_apart and behind <= settings.near
    return Judgement(best.text, Certainty.SURE if is_sure else Certainty.ASK)


def _in_words(kind: Sequence[Weighed], own: Weighed, settings: JudgingSettings) -> Weighed:
    """Return the best of a kind; what was heard freely, if others fit hardly better."""
    is_own = own in kind and kind[0].weight - own.weight < settings.apart_in_words
    return own if is_own else kind[0]


def _kinds(sentences: Sequence[Weighed], settings: JudgingSettings) -> list[list[Weighed]]:
    """Return what makes sense, by its kind; the likeliest kind first, and what fits it best."""
    found: dict[str, list[Weighed]] = {}
    for one in sorted(sentences, key=lambda one: -_score(one, settings)):
        if one.effect is not None:
            found.setdefault(one.kind or one.effect, []).append(one)
    return [_by_fit(kind) for kind in found.values()]


def _by_fit(kind: list[Weighed]) -> list[Weighed]:
    """Return sentences by how they fit where free words differ, else as they are."""
    differ = len({one.effect for one in kind}) > 1
    return sorted(kind, key=lambda one: -one.weight) if differ else kind


def _score(one: Weighed, settings: JudgingSettings) -> float:
    idle = settings.idle if one.is_idle else 0.0
    return one.weight - settings.strange * one.strangeness - idle
