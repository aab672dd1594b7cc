"""What became of words that were to be passed on: where they were said."""

from collections.abc import Iterable

from hub.home.domains.assist_satellite import SENT, Announce
from hub.home.home import Home
from hub.home.plan import Outcome, PlanResult, Status, Steps
from hub.language.calling_out.places import where
from hub.language.speech import joined, say


def where_it_was_said(home: Home, result: PlanResult) -> str | None:
    """Say where words were heard, as the satellites told; None if that is not all there is."""
    body, outcomes = result.plan.body, result.outcomes
    if not isinstance(body, Steps) or body.chores or not outcomes:
        return None
    is_all = all(isinstance(step.command, Announce) for step in body.steps)
    if not is_all or any(one.status is Status.WAITING for one in outcomes):
        return None
    language = result.plan.request.language
    said: list[str] = []
    for key in ("announced", "announced_sent", "announced_unknown"):
        places = _places(home, (one for one in outcomes if _key(one) == key), language)
        said += [say(language, key, places=places)] if places else []
    reasons: dict[str, list[Outcome]] = {}
    for one in outcomes:
        if one.status in {Status.FAILED, Status.DENIED}:
            reason = (one.detail or result.verdict.reason).rstrip(".")
            reasons.setdefault(reason, []).append(one)
    for why, missed in reasons.items():
        said.append(say(language, "not_announced", places=_places(home, missed, language), why=why))
    if body.left_out:
        said.append(say(language, "left_out", what="; ".join(body.left_out)))
    return " ".join(said)


def _key(outcome: Outcome) -> str | None:
    """Return what is said of words that reached a satellite: no more than it told."""
    if outcome.status is Status.UNVERIFIED:
        return "announced_unknown"
    if outcome.status is not Status.DONE:
        return None
    return "announced_sent" if outcome.expected == SENT else "announced"


def _places(home: Home, outcomes: Iterable[Outcome], language: str) -> str:
    known = (home.entities.get(one.entity_id) for one in outcomes)
    return joined(language, dict.fromkeys(where(home, one) for one in known if one is not None))
