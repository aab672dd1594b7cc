"""Questions in people's own words, answered by code from states, causes and plans.

A question moves nothing, whatever device and verb its words hold.
"""

import re

from hub.home.home import Home
from hub.home.past import Past
from hub.home.plan import Answer, Question, Refusal, Request
from hub.language.absent import absent_place
from hub.language.names import plain
from hub.language.questions.causes import about_past
from hub.language.questions.scope import Scope, has_kind, scope_of
from hub.language.questions.small_talk import beyond_home, small_talk
from hub.language.questions.states import about_states
from hub.language.sentence import Mood, Sentence

_DID_I = re.compile(r"^(?:did|have|has) (?:i|we|you|he|she|they|anyone|anybody|someone|somebody)\b")


async def ask(request: Request, home: Home, past: Past) -> Answer | Question | Refusal | None:
    """Answer an English question or small talk; None if it is an order, or not understood."""
    said = plain(request.text)
    talk = small_talk(said)
    if talk is not None:
        return talk
    is_asked = Sentence(request.text).mood is Mood.QUESTION or bool(_DID_I.match(said))
    scope = scope_of(request, home)
    if is_asked:
        place = None if scope.is_named or scope.places else absent_place(said, home)
        if place is not None:
            return Refusal(text=f"There is no {place} here.", code="no_target")
        found: Answer | Refusal | None
        found = await about_past(said, home, scope.entities, past, request)
        found = found or about_states(said, home, scope)
        if found is not None:
            return found
        if not scope.entities and has_kind(said):
            return _nothing_there(scope, home)
    return None if scope.entities else beyond_home(said)


def _nothing_there(scope: Scope, home: Home) -> Refusal:
    places = [home.areas[area_id].name for area_id in sorted(scope.places)]
    where = f"in {places[0]}" if len(places) == 1 else "there" if places else "here"
    kind = scope.kind or "device"
    if scope.kind is None:
        return Refusal(text=f"I know of no such {kind} {where}.", code="no_target")
    return Refusal(text=f"There is no {kind} {where}.", code="no_target")
