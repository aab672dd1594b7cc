"""Rules as somebody writes them: a text held up to the home, a sentence as a text, and saving."""

import re
from contextlib import suppress
from dataclasses import replace
from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from hub.automation.drafts import Look, text_of
from hub.automation.held_rule import RuleGone, RuleRefused
from hub.home.chores import KeepRules
from hub.home.ids import new_id
from hub.home.model import Source
from hub.home.plan import Chores, Question, Request
from hub.home.rule_versions import Kind
from hub.home.yaml_config import ConfigError
from hub.server import json_io
from hub.server.conversation import CONVERSATION
from hub.server.errors import Missing
from hub.server.hidden_codes import with_codes_of
from hub.server.parts import PARTS, ServerParts
from hub.server.plan_json import without_codes
from hub.server.problems import refused
from hub.server.rules_api import LONGEST_ID
from hub.server.seams.rules import RuleDrafts, RuleEdits
from hub.server.security import user_id_of
from hub.server.trials_api import finding_json

LONGEST_YAML = 200_000
LONGEST_SENTENCE = 1_000
routes = web.RouteTableDef()
_TAG = re.compile(r"!(?:secret|env_var)\b")


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class DraftBody(_Body):
    """A text, and what it is to be; `rule_id` of the one whose place it takes."""

    yaml: Annotated[str, Field(max_length=LONGEST_YAML)]
    kind: Kind = "automation"
    rule_id: Annotated[str, Field(min_length=1, max_length=LONGEST_ID)] | None = None


class SayBody(_Body):
    """A sentence that asks for a rule."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_SENTENCE)]


class TextBody(_Body):
    """The whole text of a rule; `new`: there is none of this id yet."""

    yaml: Annotated[str, Field(max_length=LONGEST_YAML)]
    kind: Kind = "automation"
    new: bool = False


@routes.post("/api/lares/drafts/check")
async def check_draft(request: web.Request) -> web.Response:
    """Tell what is wrong with the text of a rule, line by line, or what it would do."""
    body = await json_io.read_model(request, DraftBody)
    parts = request.app[PARTS]
    look = await _drafts(request).look(body.kind, body.rule_id, body.yaml)
    return json_io.response(_look_json(parts, look))


@routes.post("/api/lares/drafts/say")
async def say_draft(request: web.Request) -> web.Response:
    """Make the text of a rule from a sentence; nothing is kept."""
    body = await json_io.read_model(request, SayBody)
    parts = request.app[PARTS]
    asked = Request(
        text=" ".join(body.text.split()),
        source=Source.LANGUAGE,
        user_id=user_id_of(request),
        language=parts.config.language,
        conversation_id=new_id(),
        at=parts.home.now().astimezone(parts.config.zone),
    )
    result = await request.app[CONVERSATION].plan(asked)
    plan = result.result.plan
    # Most rules are read back first: the question holds what a yes would keep.
    chores = plan.body.chores if isinstance(plan.body, Chores | Question) else ()
    rules = [rule for chore in chores if isinstance(chore, KeepRules) for rule in chore.rules]
    verdict = result.result.verdict
    if rules:
        verdict = parts.judge(replace(plan, body=Chores(chores=chores)))
    return json_io.response(
        {
            "yaml": without_codes(text_of(rules[0])) if rules else None,
            "speech": result.speech,
            "effect": verdict.effect,
            "reason": verdict.reason,
        }
    )


@routes.put("/api/lares/rules/{rule_id}")
async def put_text(request: web.Request) -> web.Response:
    """Write a rule as its text says it, comments and all; 400 tells all that is wrong."""
    body = await json_io.read_model(request, TextBody)
    rule_id = request.match_info["rule_id"]
    if len(rule_id) > LONGEST_ID:
        raise json_io.BadBody(f"an id has at most {LONGEST_ID} characters")
    try:
        await _put(_edits(request), rule_id, body, request)
    except ConfigError as error:
        return refused(error)
    except RuleGone as error:
        raise Missing(f"{error}; with 'new' it is made") from None
    except RuleRefused as error:
        raise web.HTTPConflict(text=str(error)) from None
    return json_io.response({"id": rule_id, "kind": body.kind})


async def _put(edits: RuleEdits, rule_id: str, body: TextBody, request: web.Request) -> None:
    user_id = user_id_of(request)
    if not body.new:
        item = (await edits.read_text(body.kind, rule_id, body.yaml)).item
        before: dict[str, Any] = {}
        with suppress(RuleGone):  # told when it is put
            before = await edits.source(body.kind, rule_id)
        filled = with_codes_of(item, before)
        if filled != item:  # hidden codes: what stands there is written anew, value by value
            if _TAG.search(body.yaml):
                raise json_io.BadBody("hidden codes beside !secret cannot be kept; write the codes")
            await edits.put(body.kind, rule_id, filled, user_id=user_id)
            return
    await edits.put_text(body.kind, rule_id, body.yaml, is_new=body.new, user_id=user_id)


def _look_json(parts: ServerParts, look: Look) -> dict[str, Any]:
    now = parts.home.now().astimezone(parts.config.zone)
    kept = look.kept
    return {
        "problems": [_at(one.line, one.key, one.message) for one in look.problems],
        "notes": [_at(one.line, one.key, one.message) for one in look.notes],
        "findings": [finding_json(one) for one in look.findings],
        "name": look.name,
        "id": look.given_id,
        "words": None if kept is None else parts.rule_words(kept, parts.home, now),
        "is_whole": None if kept is None else kept.is_whole,
    }


def _at(line: int, key: str, message: str) -> dict[str, Any]:
    return {"line": line, "key": key, "message": message}


def _edits(request: web.Request) -> RuleEdits:
    edits = request.app[PARTS].edits
    if edits is None:
        raise Missing("this hub has no rule files")
    return edits


def _drafts(request: web.Request) -> RuleDrafts:
    drafts = request.app[PARTS].drafts
    if drafts is None:
        raise Missing("this hub has no rule files")
    return drafts
