"""From words to pass on to the satellites that say them, or why none can."""

from collections.abc import Iterable

from hub.home.domains.assist_satellite import Announce
from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.model import Entity, Source
from hub.home.plan import Refusal, Request, Step, Steps
from hub.language.calling_out.places import Places, at, satellites
from hub.language.calling_out.reading import Spoken, read, words_alone
from hub.language.meaning import Meaning
from hub.language.resolve import reachable
from hub.language.speech import joined, say

LONGEST = 1_000


class NotThere(HubError):
    """No satellite is where something was to be said; the message says so."""


def called_out(request: Request, home: Home) -> tuple[Spoken, Steps | Refusal] | None:
    """Return what a sentence that passes words on comes to; None if it is another one."""
    spoken = read(request.text, request.language, Places(home))
    if spoken is None or spoken.is_bare:
        return None
    return spoken, _body(spoken, request, home)


def called_out_later(order: str, fact: str, request: Request, home: Home) -> Steps | None:
    """Return what an order without its time says; `fact` if it has no words of its own.

    None if it is another order, or no home at all could say it: then people are told otherwise.

    Raises:
        NotThere: there is no satellite where it was to be said.
    """
    spoken = read(order, request.language, Places(home))
    if spoken is None:
        return None
    message = spoken.message or fact
    there = _there(spoken, home) if spoken.places else satellites(home)
    if spoken.places and not there and spoken.whole is not None:
        message, there = spoken.whole, satellites(home)
    elif spoken.places and not there:
        raise NotThere(_nobody(spoken, home, request.language))
    if not message or not there:
        return None
    return _steps(message, there)


def broadcast(home: Home, meaning: Meaning, request: Request) -> Steps | Refusal:
    """Return what Home Assistant's HassBroadcast comes to: it is said everywhere else."""
    message = words_alone(str(meaning.values.get("message", "")), request.language)
    return _body(Spoken(message), request, home)


def _body(spoken: Spoken, request: Request, home: Home) -> Steps | Refusal:
    language = request.language
    message = spoken.message[:LONGEST]
    there = _there(spoken, home)
    if spoken.places and not there and spoken.whole is not None:
        message, there = spoken.whole[:LONGEST], []
        spoken = Spoken(message)
    if not spoken.places:
        there = _elsewhere(satellites(home), request, home)
    if not there:
        return Refusal(text=_nobody(spoken, home, language), code="no_target")
    able, absent = reachable(home, there)
    left_out = tuple(say(language, "is_unavailable", name=one.name) for one in absent)
    if not able:
        return Refusal(text=f"{joined(language, left_out)}.", code="unavailable")
    return _steps(message, able, left_out)


def _there(spoken: Spoken, home: Home) -> list[Entity]:
    found = {one.id: one for place in spoken.places for one in at(home, place)}
    return list(found.values())


def _elsewhere(there: list[Entity], request: Request, home: Home) -> list[Entity]:
    """Leave out the room of the voice that speaks: it was heard there."""
    if request.source is not Source.VOICE or request.area_id is None:
        return there
    here = request.area_id
    return [one for one in there if (a := home.area_of(one)) is None or a.id != here]


def _nobody(spoken: Spoken, home: Home, language: str) -> str:
    if spoken.places:
        names = joined(language, dict.fromkeys(place.name for place in spoken.places), "or")
        return say(language, "no_satellite_in", place=names)
    return say(language, "no_other_satellite" if satellites(home) else "no_satellites")


def _steps(message: str, there: Iterable[Entity], left_out: tuple[str, ...] = ()) -> Steps:
    targets = tuple(one.id for one in there)
    return Steps(steps=(Step(command=Announce(message=message), targets=targets),),
                 left_out=left_out)  # fmt: skip
