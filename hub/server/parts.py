"""What the server needs of the rest of the hub, named as small protocols."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from aiohttp import web

from hub import __version__
from hub.automation.checking import Finding
from hub.automation.drafts import Look
from hub.automation.model.rules import Automation
from hub.automation.model.values import Template
from hub.automation.past import Report
from hub.automation.presence.drawn import Drawing
from hub.automation.rule_text import Reading
from hub.automation.templates.tracking import Changed, Watch
from hub.automation.webhooks import WebhookAnswer, WebhookCall
from hub.automation.world import Caller as RuleCaller
from hub.devices.host import EntryHost
from hub.devices.manifest import Manifest
from hub.devices.shelf import Shelf
from hub.guard.explaining import Explained, Supposed
from hub.guard.policy_file import Policies
from hub.home.home import Home, Unsubscribe
from hub.home.ids import DeviceId, EntityId, UserId
from hub.home.keeping import Kept, KeptRule, KeptScript
from hub.home.masking import Masking
from hub.home.model import Context, Source
from hub.home.notifications import Notification
from hub.home.plan import Outcome, Plan, PlanResult, Request, Verdict
from hub.home.planner import Planner
from hub.home.rule_versions import Kind, RuleVersion
from hub.home.sight import Sight
from hub.home.speech import Voice
from hub.home.stills import Stills
from hub.home.stores import ApprovalStore, AuditSink
from hub.home.yaml_config import ConfigProblem
from hub.language.dialogue import Dialogue
from hub.record import record
from hub.recorder.audit.chain import Row
from hub.recorder.audit.reading import Wanted
from hub.recorder.credentials import Credentials
from hub.recorder.history.queries import Cause, PastState
from hub.recorder.onboarding import Onboarding
from hub.recorder.tokens import Tokens
from hub.recorder.traces import Traces
from hub.recorder.users import Users
from hub.server.client_address import Proxies
from hub.server.speeches import Speeches
from hub.server.state_json import StateJson
from hub.voice.parts import VoiceRuns

Judge = Callable[[Plan], Verdict]
Health = Callable[[], Awaitable[Mapping[str, Any]]]
# (home, result, seconds until the approval expires) -> what to say
Reply = Callable[[Home, PlanResult, float | None], str]
# (rule, home, the time in the house) -> the rule in words
RuleWords = Callable[[KeptRule, Home, datetime], str]


class Executor(Protocol):
    """The one road to devices. What it began goes on when `wait_s` is over."""

    async def run(self, plan: Plan, *, wait_s: float | None = None) -> PlanResult:
        """Judge a plan, and run it or ask for approval."""

    async def decide(  # noqa: PLR0913 -- keyword-only from the third on
        self,
        approval_id: str,
        *,
        approve: bool,
        by: UserId | None,
        through: Source = Source.API,
        pin: str | None = None,
        digest: str | None = None,
        wait_s: float | None = None,
    ) -> PlanResult:
        """Run or drop a plan that waits.

        Raises:
            ApprovalRefused: the answer does not count; each kind has its remedy.
        """

    async def undo(
        self,
        by: UserId | None,
        conversation_id: str | None = None,
        *,
        is_spoken: bool = False,
        language: str = "en",
        wait_s: float | None = None,
    ) -> PlanResult:
        """Bring back what the last plan of a conversation, else of a user, changed."""

    def listen(self, listener: Callable[[Plan, Outcome], None]) -> Unsubscribe:
        """Call `listener` as each act ends of a plan that has several and that no rule made."""


class KeptRules(Kept, Protocol):
    """What is kept, with the files of rules."""

    @property
    def problems(self) -> Sequence[ConfigProblem]:
        """What is wrong with rule files that were left alone."""

    async def follow(self, plan_id: str) -> Mapping[str, Any] | None:
        """Wait for the script that a plan started; returns its response.

        Raises:
            HubError: it broke off.
        """

    async def list_scripts(self) -> Sequence[KeptScript]:
        """Return the scripts and the scenes of rule files."""

    async def rule_texts(self, rule_ids: Collection[str]) -> Mapping[str, str]:
        """Return the YAML of rules by their ids; those that are gone are left out."""


class RuleEdits(Protocol):
    """Rules one at a time: automations, scripts and scenes, and what they said before.

    Each method raises `RuleGone` if there is no such rule or version.
    """

    async def source(self, kind: Kind, rule_id: str) -> dict[str, Any]:
        """Return what the file says of a rule, as plain data."""

    async def put(
        self, kind: Kind, rule_id: str, raw: Mapping[str, Any], *, user_id: UserId | None = None
    ) -> None:
        """Write a rule, new or in the place of the one of this id.

        Raises:
            ConfigError: it is no rule; with all that is wrong.
            HubError: it cannot be written.
        """

    async def read_text(self, kind: Kind, rule_id: str | None, text: str) -> Reading:
        """Return what the text of a rule says, None: of a new one; nothing is kept.

        Raises:
            ConfigError: it is no rule; with all that is wrong, and the lines in this text.
        """

    async def put_text(
        self,
        kind: Kind,
        rule_id: str,
        text: str,
        *,
        is_new: bool = False,
        user_id: UserId | None = None,
    ) -> None:
        """Write a rule as a text says it; `is_new`: there is none of this id.

        Raises:
            ConfigError: it is no rule; with all that is wrong, and the lines in this text.
            HubError: it cannot be written.
        """

    async def delete(self, kind: Kind, rule_id: str) -> None:
        """Take a rule out of its file."""

    async def list_versions(self, kind: Kind, rule_id: str) -> Sequence[RuleVersion]:
        """Return the versions of a rule, the newest first."""

    async def version(self, kind: Kind, rule_id: str, number: int) -> RuleVersion:
        """Return one version."""

    async def restore(
        self, kind: Kind, rule_id: str, number: int, *, user_id: UserId | None = None
    ) -> RuleVersion:
        """Have a rule say what it said in a version."""


class RuleDrafts(Protocol):
    """Texts that nobody keeps yet."""

    async def look(self, kind: Kind, rule_id: str | None, text: str) -> Look:
        """Tell what is wrong with a text, or what it would do."""


class WatchedTemplates(Protocol):
    """Templates that are rendered anew when something they read changed."""

    def watch(
        self,
        template: Template,
        variables: Mapping[str, Any],
        changed: Changed,
        *,
        may_rest: bool = False,
    ) -> Watch:
        """Render a template, and call `changed` whenever its result is another one."""


class RuleBench(Protocol):
    """Parts of rules, tried by themselves.

    Each method raises `ConfigError` if what it is given is no such part, with all that is wrong.
    """

    def mentions(self) -> Mapping[EntityId, frozenset[EntityId]]:
        """Return which entities each kept rule names, by the rule's own entity."""

    def problem(self, part: Literal["triggers", "conditions", "actions"], raw: Any) -> str | None:
        """Return what is wrong with a part of a rule; it raises nothing."""

    def attach(
        self,
        raw: Any,
        variables: Mapping[str, Any],
        tell: Callable[[Mapping[str, Any], Context | None], None],
    ) -> Unsubscribe:
        """Call `tell` whenever a trigger fires; returns what ends it.

        Raises:
            HubError: this hub has no such trigger, or a template failed.
        """

    def holds(self, raw: Any, variables: Mapping[str, Any]) -> bool:
        """Tell whether conditions hold now.

        Raises:
            HubError: it cannot be told.
        """

    async def run(
        self, raw: Any, variables: Mapping[str, Any], caller: RuleCaller, context: Context
    ) -> Mapping[str, Any] | None:
        """Run actions as `caller`; returns their response when they have ended.

        Raises:
            HubError: one of them failed.
        """


class RuleTrials(Protocol):
    """Rules held against the past, and against the home."""

    async def backtest(
        self, *, rule_id: str | None, text: str | None, start: datetime, end: datetime
    ) -> tuple[Automation, Report]:
        """Tell what a rule would have done: one that is kept, or one whose text is given.

        Raises:
            RuleGone: there is no such rule.
            ConfigError: the text is no automation; with all that is wrong.
            HubError: it cannot be tried.
        """

    async def check(self) -> Sequence[Finding]:
        """Look over all rule files, the worst first."""


@record(frozen=True, slots=True)
class Phone:
    """A registered phone, without what it proves itself with."""

    id: DeviceId
    user_id: UserId | None
    name: str
    model: str
    app: str
    tracker_id: EntityId


class Phones(Protocol):
    """Phones that tell where they are, and more."""

    def registered(self) -> Sequence[Phone]:
        """Return the phones that have a webhook of their own, the oldest first."""

    async def forget(self, phone_id: DeviceId) -> None:
        """End what a phone may do; an unknown one is no error."""

    def owntracks_tracker(self, body: bytes, headers: Mapping[str, str]) -> EntityId | None:
        """Return the tracker that a post of OwnTracks tells of, None if it tells of none."""

    async def hear_owntracks(self, body: bytes, headers: Mapping[str, str]) -> Any:
        """Take in what OwnTracks posts; returns its answer."""

    async def register(
        self, body: Mapping[str, Any], user_id: UserId | None
    ) -> tuple[int, Mapping[str, Any]]:
        """Register a phone with the companion app; returns the status and the answer."""


class NotificationList(Protocol):
    """What people are still to be told."""

    async def all(self) -> Sequence[Notification]:
        """Return those nobody dismissed, the oldest first."""

    async def get(self, notification_id: str) -> Notification | None:
        """Return one, None if there is none."""

    async def tell(self, notification: Notification) -> None:
        """Keep one, and tell who listens."""

    async def dismiss(self, notification_id: str) -> bool:
        """Forget one; False if it was not there."""

    def listen(self, listener: Callable[[Notification], None]) -> Unsubscribe:
        """Call `listener` with each new one; returns what ends it."""


class PageData(Protocol):
    """What pages keep for a user."""

    async def get(self, user_id: UserId, key: str) -> Any:
        """Return a value, None if there is none."""

    async def put(self, user_id: UserId, key: str, value: Any) -> None:
        """Keep a value, on disk when it returns; None takes it away.

        Raises:
            HubError: there is no room for it.
        """


class Webhooks(Protocol):
    """Who listens at the addresses under `/api/webhook/`."""

    async def call(self, webhook_id: str, call: WebhookCall) -> WebhookAnswer:
        """Hand over a call, whether anybody listens or not."""


class Sentences(Protocol):
    """The sentences that start rules."""

    async def say(self, request: Request) -> str | None:
        """Start the rules that wait for a sentence; returns their reply, None if none waits."""


class History(Protocol):
    """What was recorded of the past."""

    async def states(
        self, entity_ids: Sequence[str], start: datetime, end: datetime
    ) -> Mapping[str, list[PastState]]:
        """Return the states by entity, the oldest first."""

    async def activity(
        self, start: datetime, end: datetime, entity_id: str | None = None
    ) -> list[PastState]:
        """Return changes of states, the oldest first."""

    async def statistics_during_period(
        self, entity_ids: Sequence[str], start: datetime, end: datetime, period: str = "hour"
    ) -> Mapping[str, list[dict[str, Any]]]:
        """Return the statistics by entity."""

    async def runs(self, item: str | None = None) -> list[dict[str, Any]]:
        """Return the latest traces of runs, the newest first."""

    async def run(self, run_id: str) -> dict[str, Any] | None:
        """Return the trace of a run."""

    async def causes(self, context_id: str) -> list[Cause]:
        """Return what has a context, then what caused that, to the root."""


class AuditRecord(AuditSink, Protocol):
    """The audit record, which can be read too."""

    def health(self) -> Mapping[str, Any]:
        """Tell how the record fares."""

    def page(self, wanted: Wanted) -> Sequence[Row]:
        """Return entries, the oldest first; it reads the disk, so call it in a thread.

        Raises:
            StorageError: it cannot be read.
        """


class PolicyControl(Protocol):
    """The policies in force."""

    @property
    def policies(self) -> Policies:
        """Return them."""

    @property
    def file(self) -> Path:
        """Where the owner's lie."""

    @property
    def problem(self) -> str | None:
        """What was wrong with the owner's file when it was read last."""

    async def reload(self) -> Policies:
        """Read the owner's file again.

        Raises:
            HubError: it cannot be used; what was in force stays.
        """

    def explain(self, plan: Plan, supposed: Supposed) -> Explained:
        """Tell what the guard would say to a plan, and why."""


class Backups(Protocol):
    """The backups that the hub makes."""

    @property
    def problem(self) -> str | None:
        """Why the last one failed."""

    async def make_now(self) -> Path:
        """Make one.

        Raises:
            HubError: it failed.
        """

    def kept(self) -> list[Path]:
        """Return those that are kept, the newest first. Blocks."""


class Zones(Protocol):
    """The circles on the map."""

    async def draw_zone(self, drawing: Drawing, zone_id: EntityId | None = None) -> EntityId:
        """Add a zone, or change one; it is on disk then.

        Raises:
            HubError: it is not for people to change here.
        """

    async def erase_zone(self, zone_id: EntityId) -> None:
        """Forget a zone.

        Raises:
            HubError: it is not for people to change here.
        """


class Devices(Protocol):
    """What finds, keeps and drives devices of the makers' local APIs, and the shelf of new ones."""

    @property
    def shelf(self) -> Shelf:
        """What is new."""

    @property
    def host(self) -> EntryHost:
        """What drives those that were adopted."""

    @property
    def manifests(self) -> Mapping[str, Manifest]:
        """What every integration says of itself."""

    async def search(self) -> None:
        """Ask for devices that announce nothing by themselves; what answers is new."""

    def config_schema(self, domain: str) -> Mapping[str, Any] | None:
        """Return the JSON schema of what an integration's entries are made of; None: of nothing."""

    async def save(self) -> None:
        """Put what people decided about devices and entities on disk."""


@record(frozen=True, slots=True)
class ServerConfig:
    """What the server tells about the house; latitude and longitude in degrees.

    `allowed_hosts`: names under which it may be opened, besides addresses and local names.
    `answer_after_s`: a plain service call answers once its commands were handed over, as Home
    Assistant's does for MQTT, with what devices report within this many seconds.
    """

    name: str = "Home"
    latitude: float = 0.0
    longitude: float = 0.0
    elevation: float = 0.0
    time_zone: str = "UTC"
    unit_system: str = "metric"
    language: str = "en"
    country: str | None = None
    currency: str = "EUR"
    version: str = __version__
    allowed_hosts: tuple[str, ...] = ()
    proxies: Proxies = field(default_factory=Proxies)
    answer_after_s: float = 0.01

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the house's clocks."""
        return ZoneInfo(self.time_zone)


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
    # Waits for the script that a plan started; returns what it gave back.
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
