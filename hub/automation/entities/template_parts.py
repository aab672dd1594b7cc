"""What template entities work with, and what keeps them from setting each other off for ever."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import field

from hub.automation.calling import Roads
from hub.automation.entities.errands import Errands
from hub.automation.entities.memory import Memory
from hub.automation.firing.waits import Waits
from hub.automation.script import RunParts
from hub.automation.templates.tracking import Tracker
from hub.automation.world import Caller, World
from hub.home.model import Context, Source
from hub.record import record

RunPartsOf = Callable[[Caller, Callable[[str], None]], RunParts]
NotePlan = Callable[[str, Context], None]

# How many template entities may change one after the other, each because of the one before.
LONGEST_CHAIN = 20
_MOST_KNOWN = 2_000


class Chains:
    """Knows, of recent reports of template entities, how many others stand behind each."""

    def __init__(self) -> None:
        self._lengths: OrderedDict[str, int] = OrderedDict()

    def next(self, cause: Context | None) -> Context | None:
        """Return the context of what follows from `cause`; None if that goes round and round."""
        length = 1 + (self._lengths.get(cause.id, 0) if cause is not None else 0)
        if length > LONGEST_CHAIN:
            return None
        context = Context(
            source=Source.HUB,
            user_id=cause.user_id if cause is not None else None,
            parent_id=cause.id if cause is not None else None,
        )
        self._lengths[context.id] = length
        if len(self._lengths) > _MOST_KNOWN:
            self._lengths.popitem(last=False)
        return context


@record(frozen=True, slots=True, kw_only=True)
class TemplateParts:
    """The collaborators. Without `roads` and `run_parts` nothing is run, only shown.

    `note_plan` is told the id of a context, or of a plan, and what brought it about, so that rules
    which set themselves off over template entities are noticed.
    """

    world: World
    tracker: Tracker
    memory: Memory
    errands: Errands
    waits: Waits | None = None
    roads: Roads | None = None
    run_parts: RunPartsOf | None = None
    note_plan: NotePlan
    chains: Chains = field(default_factory=Chains)
