"""Rules held against the past, and against the home: backtests and the check."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from hub.automation.checking import Finding
from hub.automation.held_rule import RuleGone
from hub.automation.model.rules import Automation
from hub.automation.past import Report, WouldCall, WouldRun
from hub.home.yaml_config import ConfigError
from hub.server import json_io
from hub.server.errors import Missing
from hub.server.hidden_codes import without_codes_in
from hub.server.moments import in_utc
from hub.server.parts import PARTS, ServerParts
from hub.server.problems import refused
from hub.server.seams.rules import RuleTrials

USUAL = "7d"
_LAST = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
routes = web.RouteTableDef()


class TrialBody(BaseModel):
    """What to try, and when: `last` so long before now, or from `start` to `end`."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    rule_id: Annotated[str, Field(max_length=200)] | None = None
    yaml: Annotated[str, Field(max_length=200_000)] | None = None
    last: Annotated[str, Field(max_length=20)] | None = None
    start: datetime | None = None
    end: datetime | None = None


@routes.post("/api/lares/backtest")
async def backtest(request: web.Request) -> web.Response:
    """Tell what a rule would have done in the past, call by call; nothing is sent."""
    body = await json_io.read_model(request, TrialBody)
    try:
        return json_io.response(await backtested(request.app[PARTS], body))
    except ConfigError as error:
        return refused(error)


@routes.get("/api/lares/check")
async def check(request: web.Request) -> web.Response:
    """Tell what is wrong or odd with the rule files, the worst first."""
    found = await _trials(request.app[PARTS]).check()
    return json_io.response({"findings": [finding_json(one) for one in found]})


async def backtested(parts: ServerParts, body: TrialBody) -> dict[str, Any]:
    """Return what a rule would have done in the past.

    Raises:
        BadBody: what to try, or when, is not given as it should be.
        Missing: there is no such rule.
        ConfigError: the text is no rule; with all that is wrong.
    """
    if (body.rule_id is None) == (body.yaml is None):
        raise json_io.BadBody("give either 'rule_id' or 'yaml'")
    start, end = _while_of(parts, body)
    try:
        automation, report = await _trials(parts).backtest(
            rule_id=body.rule_id, text=body.yaml, start=start, end=end
        )
    except RuleGone as error:
        raise Missing(str(error)) from None
    return _report_json(automation, report)


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as the API shows it."""
    return {
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.message,
        "rules": finding.rules,
        "file": finding.place.file,
        "line": finding.place.line,
    }


def _trials(parts: ServerParts) -> RuleTrials:
    trials = parts.trials
    if trials is None:
        raise Missing("this hub keeps no history")
    return trials


def _while_of(parts: ServerParts, body: TrialBody) -> tuple[datetime, datetime]:
    now = parts.home.now()
    if body.start is None:
        end = now if body.end is None else _aware(parts, body.end)
        return end - _last(body.last or USUAL), end
    if body.last is not None:
        raise json_io.BadBody("give either 'last' or 'start'")
    return _aware(parts, body.start), now if body.end is None else _aware(parts, body.end)


def _aware(parts: ServerParts, moment: datetime) -> datetime:
    zone = parts.config.zone
    return in_utc(moment if moment.tzinfo is not None else moment.replace(tzinfo=zone))


def _last(text: str) -> timedelta:
    found = _LAST.fullmatch(text.strip())
    span = timedelta(**{_UNITS[found[2]]: float(found[1])}) if found else timedelta(0)
    if not timedelta(0) < span <= timedelta(days=3_650):
        raise json_io.BadBody(f"'last' is a time such as 12h, 7d or 4w, not {text!r}")
    return span


def _report_json(automation: Automation, report: Report) -> dict[str, Any]:
    return {
        "rule_id": automation.id,
        "alias": automation.alias,
        "start": report.start,
        "end": report.end,
        "cut": report.is_cut,
        "problems": report.problems,
        "notes": report.notes,
        "runs": [_run_json(run) for run in report.runs],
    }


def _run_json(run: WouldRun) -> dict[str, Any]:
    return {
        "at": run.trace.started_at,
        "trigger": run.trace.trigger,
        "ending": run.trace.ending,
        "error": run.trace.error,
        "calls": [_call_json(call) for call in run.calls],
    }


def _call_json(call: WouldCall) -> dict[str, Any]:
    return {
        "at": call.at,
        "action": call.action,
        "targets": call.targets,
        "data": without_codes_in(dict(call.data)),
        "effect": call.effect,
        "reason": call.reason,
    }
