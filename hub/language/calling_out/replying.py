"""What became of words that were to be passed on: where they were said."""

from collections.abc import Iterable

from hub.home.domains.assist_satellite import Announce
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
    for status, key in ((Status.DONE, "announced"), (Status.UNVERIFIED, "announced_unknown")):
        places = _places(home, (one for one in outcomes if one.status is status), language)
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


def _places(home: Home, outcomes: Iterable[Outcome], language: str) -> str:
    known = (home.entities.get(one.entity_id) for one in outcomes)
    return joined(language, dict.fromkeys(where(home, one) for one in known if one is not None))
