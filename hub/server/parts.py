"""The collaborators of the server."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.keeping import KeptRule
from hub.home.masking import Masking
from hub.home.plan import Plan, PlanResult, Verdict
from hub.home.planner import Planner
from hub.home.sight import Sight
from hub.home.speech import Voice
from hub.home.stills import Stills
from hub.home.stores import ApprovalStore
from hub.language.dialogue import Dialogue
from hub.record import record
from hub.recorder.credentials import Credentials
from hub.recorder.onboarding import Onboarding
from hub.recorder.tokens import Tokens
from hub.recorder.traces import Traces
from hub.recorder.users import Users
from hub.server.config import ServerConfig
from hub.server.seams.acting import Executor
from hub.server.seams.house import Devices, Zones
from hub.server.seams.people import NotificationList, PageData, Phones
from hub.server.seams.records import AuditRecord, Backups, History, PolicyControl
from hub.server.seams.rules import (
    KeptRules,
    RuleBench,
    RuleDrafts,
    RuleEdits,
    RuleTrials,
    Sentences,
    WatchedTemplates,
    Webhooks,
)
from hub.server.speeches import Speeches
from hub.server.state_json import StateJson
from hub.voice.parts import VoiceRuns

Judge = Callable[[Plan], Verdict]
Health = Callable[[], Awaitable[Mapping[str, Any]]]
# (home, result, seconds until the approval expires) -> what to say
Reply = Callable[[Home, PlanResult, float | None], str]
# (rule, home, the time in the house) -> the rule in words
RuleWords = Callable[[KeptRule, Home, datetime], str]


@record(frozen=True, slots=True)
class ServerParts:
    """The collaborators of the server."""

    home: Home
    executor: Executor
    judge: Judge
    planner: Planner
    dialogue: Dialogue
    reply: Reply
    rule_words: RuleWords
    users: Users
    tokens: Tokens
    credentials: Credentials
    sight: Sight
    onboarding: Onboarding
    approvals: ApprovalStore
    traces: Traces
    keeping: KeptRules
    notifications: NotificationList
    # Renders a template with variables to text; raises HubError where it fails.
    render: Callable[[str, Mapping[str, Any]], str]
    watched: WatchedTemplates
    health: Health
    # Puts what people decided about the home on disk.
    save_home: Callable[[], Awaitable[None]]
    user_data: PageData
    webhooks: Webhooks | None = None
    sentences: Sentences | None = None
    config: ServerConfig = field(default_factory=ServerConfig)
    web_root: Path | None = None
    history: History | None = None
    policies: PolicyControl | None = None
    edits: RuleEdits | None = None
    drafts: RuleDrafts | None = None
    trials: RuleTrials | None = None
    bench: RuleBench | None = None
    phones: Phones | None = None
    devices: Devices | None = None
    backups: Backups | None = None
    zones: Zones | None = None
    # The voice assistant; None: the hub hears and speaks text only.
    voice: Voice | None = None
    speeches: Speeches = field(default_factory=Speeches)
    voice_runs: VoiceRuns | None = None
    # Who has pictures, by the integration's name.
    stills: Mapping[str, Stills] = field(default_factory=dict)
    # The user that this computer's own commands act as.
    console: UserId | None = None
    audit: AuditRecord | None = None
    masking: Masking = field(default_factory=Masking)
    # The latest lines of the log.
    log_text: Callable[[], str] = str


PARTS = web.AppKey("parts", ServerParts)
STATES = web.AppKey("states", StateJson)
