"""Asking whether something was meant, before it is done: "Did I hear right: unlock the door?"."""

import re
from dataclasses import replace

from hub.home.masking import MASK
from hub.home.plan import Chores, Plan, Question, Steps
from hub.language.speech import say
from hub.language.wording import without_joint

_DIGIT = r"(?:\d|zero|oh|one|two|three|four|five|six|seven|eight|nine)"
# A code is never said back.
_CODE = re.compile(rf"\b(?:\d{{4,}}|{_DIGIT}(?:[\s,.-]*{_DIGIT}){{3,}})\b", re.IGNORECASE)


def read_back(plan: Plan, planner: str) -> Plan:
    """Return the question whether the sentence was meant that a plan of steps or chores is of."""
    body = plan.body
    if not isinstance(body, Steps | Chores):
        return plan
    said = without_joint(plan.request.text, plan.request.language)
    said = _CODE.sub(MASK, said).strip(" .,!?")
    said = said[:1].lower() + said[1:] if said[1:2].islower() else said
    question = Question(
        text=say(plan.request.language, "heard_right", said=said),
        proposal=body.steps if isinstance(body, Steps) else (),
        chores=body.chores,
    )
    return replace(plan, body=question, planner=planner)
