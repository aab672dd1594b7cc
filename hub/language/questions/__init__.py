"""Questions in people's own words, answered by code from states, causes and plans.

A question moves nothing, whatever device and verb its words hold.
"""

import re
from dataclasses import replace

from hub.home.home import Home
from hub.home.past import Past
from hub.home.plan import Answer, Question, Refusal, Request
from hub.language.absent import absent_place, words_of
from hub.language.names import plain
from hub.language.questions.asked import bare, is_asked, unframed
from hub.language.questions.causes import about_past
from hub.language.questions.scope import Scope, has_kind, scope_of, unknown_kind
from hub.language.questions.small_talk import beyond_home, small_talk
from hub.language.questions.states import about_states
from hub.language.understanding.lexicon import lexicon_for

_HAVE_WE = re.compile(
    r"^(?:do|have) (?:i|we|you) (?:have|got|own) (?:a|an|any)"
    r" (?P<thing>\w+(?: (?!hooked|here|in|at|on|set|anywhere)\w+)?)"
)


def asks_indirectly(request: Request) -> Request | None:
    """Return "could you check if the door is shut" as the question in it; None if it is not so."""
    clause = unframed(plain(request.text))
    return replace(request, text=f"is it so that {clause}?") if clause else None


async def ask(request: Request, home: Home, past: Past) -> Answer | Question | Refusal | None:
    """Answer an English question or small talk; None if it is an order, or not understood."""
    heard = plain(request.text)
    said = bare(heard)
    talk = small_talk(said) or small_talk(heard)
    if talk is not None:
        return talk
    scope = scope_of(replace(request, text=said), home)
    if is_asked(request.text, heard):
        found = await _answered(said, home, scope, past, request)
        if found is not None:
            return found
    return None if scope.entities else beyond_home(said)


async def _answered(
    said: str, home: Home, scope: Scope, past: Past, request: Request
) -> Answer | Refusal | None:
    place = None if scope.is_named or scope.places else absent_place(said, home)
    if place is not None:
        return Refusal(text=f"There is no {place} here.", code="no_target")
    is_sure = scope.is_named and not scope.is_guessed
    thing = None if is_sure else unknown_kind(said, _words_known(home))
    if thing is not None:
        verb = "are" if thing.endswith("s") and not thing.endswith("ss") else "is"
        return Refusal(text=f"There {verb} no {thing} here.", code="no_target")
    found: Answer | Refusal | None
    found = await about_past(said, home, scope.entities, past, request)
    found = found or about_states(said, home, scope)
    if found is not None or scope.entities:
        return found
    if has_kind(said):
        return _nothing_there(scope, home)
    missing = _HAVE_WE.match(said)
    if missing is not None:
        return Refusal(text=f"I know of no {missing['thing']} here.", code="no_target")
    return None


def _words_known(home: Home) -> frozenset[str]:
    """Return the words of the home's names and of the language."""
    lexicon = lexicon_for("en")
    spoken = {word for phrase in lexicon.entries for word in phrase} if lexicon else set()
    common = lexicon.common if lexicon else frozenset()
    return words_of(home) | spoken | common


def _nothing_there(scope: Scope, home: Home) -> Refusal:
    places = [home.areas[area_id].name for area_id in sorted(scope.places)]
    where = f"in {places[0]}" if len(places) == 1 else "there" if places else "here"
    if scope.kind is None:
        return Refusal(text=f"I know of no such device {where}.", code="no_target")
    kind = _CALLED.get(scope.kind, scope.kind)
    return Refusal(text=f"There is no {kind} {where}.", code="no_target")


# Kinds whose word is no name of a thing.
_CALLED = {
    "smoke": "smoke detector", "leak": "leak sensor", "flood": "leak sensor",
    "motion": "motion sensor", "movement": "motion sensor", "music": "media player",
    "media": "media player", "damp": "humidity sensor", "anyone": "person",
}  # fmt: skip
