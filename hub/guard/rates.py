"""How often acts were let through, for the policies that count them. A restart forgets it."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class _Passed:
    plan_id: str
    at: datetime
    acts: int


class Rates:
    """Counts, by policy, the acts of the last plans; as many plans as any limit can need."""

    def __init__(self) -> None:
        self._passed: dict[str, deque[_Passed]] = {}

    def note(self, policy: str, plan_id: str, at: datetime, most: int) -> None:
        """Count an act of a plan; `most`: how many acts the policy lets through in its while."""
        passed = self._passed.get(policy)
        if passed is None or passed.maxlen != most + 1:
            passed = self._passed[policy] = deque(passed or (), maxlen=most + 1)
        if passed and passed[-1].plan_id == plan_id:
            passed[-1].acts += 1
            passed[-1].at = at
        else:
            passed.append(_Passed(plan_id, at, 1))

    def acts(self, policy: str, now: datetime, within: timedelta, *, but: str) -> int:
        """Return how many acts passed within a while, those of one plan left out."""
        since = now - within
        passed = self._passed.get(policy, ())
        return sum(one.acts for one in passed if one.at > since and one.plan_id != but)
