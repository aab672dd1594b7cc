"""Noticing rules that set themselves off, over their own effects or those of each other."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from hub.home.model import Context

MOST_TIMES = 10
WITHIN = timedelta(seconds=10)
# Contexts whose effects may still be reported.
_REMEMBERED = 4096

Chain = frozenset[str]


class LoopWatch:
    """Remembers which rules stand behind a context: of a run, or of a plan that a run made."""

    def __init__(self) -> None:
        self._chains: OrderedDict[str, Chain] = OrderedDict()
        self._times: dict[str, deque[datetime]] = {}

    def note(self, context_id: str, chain: Chain) -> None:
        """Note the rules that stand behind a context."""
        self._chains[context_id] = chain
        while len(self._chains) > _REMEMBERED:
            self._chains.popitem(last=False)

    def chain_of(self, cause: Context | None) -> Chain:
        """Return the rules that stand behind what happened."""
        if cause is None:
            return frozenset()
        found = self._chains.get(cause.parent_id or "") or self._chains.get(cause.id)
        return found or frozenset()

    def is_loop(self, rule_id: str, chain: Chain, now: datetime) -> bool:
        """Count one more run; tell whether the rule set itself off too often of late."""
        if rule_id not in chain:
            return False
        times = self._times.setdefault(rule_id, deque(maxlen=MOST_TIMES + 1))
        times.append(now)
        return len(times) > MOST_TIMES and now - times[0] <= WITHIN

    def forget(self, rule_id: str) -> None:
        """Start counting anew."""
        self._times.pop(rule_id, None)
