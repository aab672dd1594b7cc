"""Builds what rules need, and puts to work what rule files say; `app` puts it beside the rest."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from hub.automation.alarms import Alarms
from hub.automation.calling import Roads, RunPlan
from hub.automation.engine import Engine, EngineParts
from hub.automation.files.registries import Registries
from hub.automation.keeping import Keeping, KeepingParts
from hub.automation.messages import BrokerMessages, Listen
from hub.automation.place import Place
from hub.automation.presence.presence import Presence
from hub.automation.rulebook import Book, RuleBook
from hub.automation.said import SaidToRules
from hub.automation.script import RunTraceSink
from hub.automation.sentences import SentenceDesk
from hub.automation.templates.home_templates import HomeTemplates
from hub.automation.webhooks import WebhookDesk
from hub.automation.world import World
from hub.home.home import Home
from hub.home.ids import AreaId, EntityId, FloorId
from hub.home.model import Area, Entity, Floor
from hub.home.notifications import Teller
from hub.home.plan import PlanResult, Request
from hub.home.yaml_config import ConfigProblem
from hub.recorder.database import Database
from hub.recorder.keeping import KeepingRecords
from hub.recorder.presence import PresenceRecords
from hub.recorder.runs import RunRecords

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Around:
    """What rules get from the rest of the hub.

    `known_ids` are the entity ids that automations had before a restart; `own` is the folder of
    the hub's rule files, `given` what `--rules` named.
    """

    home: Home
    place: Place
    database: Database
    alarms: Alarms
    teller: Teller
    listen: Listen
    run_plan: RunPlan
    plan_words: Callable[[Request], Awaitable[PlanResult]]
    traces: RunTraceSink
    now: Callable[[], datetime]
    known_ids: Mapping[tuple[str, str], EntityId]
    own: Path
    given: Path | None = None


@dataclass(frozen=True, slots=True)
class RuleParts:
    """All that rules are made of, not entered yet."""

    world: World
    engine: Engine
    keeping: Keeping
    presence: Presence
    webhooks: WebhookDesk
    said: SaidToRules
    book: RuleBook
