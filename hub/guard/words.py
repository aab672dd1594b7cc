"""What is said of an act: an effect, who decided it, why, and who may say yes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hub.guard.act import Act
from hub.guard.risk import IN_WORDS, Risk
from hub.home.approving import ASKER, Approvers
from hub.home.ids import domain_of
from hub.home.model import Source
from hub.home.people import Role
from hub.home.plan import Effect
from hub.record import record

STRICTEST_FIRST = tuple(Effect)
# A voice can be anybody's, or a television's: over it, a yes counts only with a PIN.
SPOKEN = (Source.VOICE,)
ADULTS = (Approvers(with_pin=SPOKEN),)
# Who asked may say that this is what was meant; so may adults, for what nobody asked for.
ASKER_OR_ADULTS = (Approvers(by=(ASKER, Role.ADULT.value)),)
ASKS = frozenset({Effect.PIN, Effect.CONFIRM})


@record(frozen=True, slots=True)
class Word:
    """An effect, who decided it, and why; `approvers` of what asks somebody."""

    effect: Effect
    policy: str
    reason: str
    approvers: tuple[Approvers, ...] = ()


def strictest(words: Iterable[Word]) -> Word:
    """Return the strictest word; among equals the first, so written policies name themselves.

    If it asks, whoever says yes has to be among the approvers of every word that asks.
    """
    each = list(words)
    found = min(each, key=lambda word: STRICTEST_FIRST.index(word.effect))
    if len(each) == 1 or found.effect not in ASKS:
        return found
    asking = (one for word in each if word.effect in ASKS for one in word.approvers)
    return replace(found, approvers=tuple(dict.fromkeys(asking)))


def without_asker(word: Word) -> Word:
    """Return what is said of an act that nobody asked for: where the asker may, adults may."""
    adults = tuple(
        each.model_copy(update={"by": tuple(dict.fromkeys(_asked_of(each)))})
        for each in word.approvers
    )
    return replace(word, approvers=adults)


def with_pin_if_spoken(word: Word) -> Word:
    """Return what is said of a sensitive act: over a voice, a yes needs a PIN as well."""
    approvers = tuple(
        each
        if Source.VOICE in each.with_pin
        else each.model_copy(update={"with_pin": (*each.with_pin, *SPOKEN)})
        for each in word.approvers
    )
    return replace(word, approvers=approvers)


def _asked_of(approvers: Approvers) -> Iterator[str]:
    return (Role.ADULT.value if one == ASKER else one for one in approvers.by)


def floor(act: Act, *, is_mentioned: bool) -> list[Word]:
    """Return what holds whatever the shipped file says."""
    if act.risk is None:
        name, reason = "built-in: unknown acts ask", "no policy speaks of this"
        return [] if is_mentioned else [Word(Effect.CONFIRM, name, reason, ADULTS)]
    # A rule that sets a thermostat was written, or seen and confirmed, by people of the house.
    is_rule = act.source is Source.RULE
    is_planned = act.risk is Risk.WARM and is_rule and domain_of(act.entity_id) == "climate"
    # Firmware can wait for somebody who says yes: nothing stands open until then.
    if act.is_unattended and not is_planned and act.risk is not Risk.FIRMWARE:
        reason = f"{IN_WORDS[act.risk]}, and nobody attends"
        return [Word(Effect.DENY, "built-in: nothing sensitive unattended", reason)]
    if act.risk is Risk.WARM:
        name = "built-in: people and their rules may set the heating"
        return [Word(Effect.ALLOW, name, IN_WORDS[act.risk])]
    return [Word(Effect.CONFIRM, "built-in: sensitive acts ask", IN_WORDS[act.risk], ADULTS)]
