"""Killed at random moments, with everything pending that can be, nothing is lost or doubled.

Every rule leaves marks: those that are safe to repeat may appear again after a kill, others never;
each run ends, where it was and with the variables that it had. `make soak` kills more often.
"""

from pathlib import Path

import pytest

from tests.support.killing.killer import kill_often

KILLS = 25


@pytest.mark.timeout(240)
@pytest.mark.parametrize("seed", [11, 12])
def test_nothing_is_lost_or_doubled(tmp_path: Path, seed: int) -> None:
    toll = kill_often(tmp_path, KILLS, seed)
    assert toll.wrong == []
    assert toll.kills >= KILLS // 2
    # Were runs begun anew after each kill, there would be many more.
    assert toll.repeated <= 2 * toll.kills
    assert toll.unsafe_lost <= toll.kills // 2
