"""Killed at random moments, with everything pending that can be, nothing is lost or doubled.

Every rule leaves marks: those that are safe to repeat may appear again after a kill, others never;
each run ends, where it was and with the variables that it had. `make soak` kills more often.
"""

from pathlib import Path

import pytest

from tests.support.killing.killer import kill_often

KILLS = 25


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [11, 12])
def test_nothing_is_lost_or_doubled(tmp_path: Path, seed: int) -> None:
    kills, houses, repeated, marks = 0, 0, 0, 0
    while kills < KILLS:  # a house that ends early is followed by another
        folder = tmp_path / str(houses)
        folder.mkdir()
        toll = kill_often(folder, KILLS - kills, seed + 100 * houses)
        # A run begun anew would mark places that it had left behind, or one twice in one life:
        # that is wrong. Only the place that a kill cut off may be marked again, in a later life;
        # how many those are depends on how slow the machine is, but never most of them.
        assert toll.wrong == []
        assert toll.unsafe_lost <= max(1, toll.kills // 2)
        assert toll.kills > 0
        kills += toll.kills
        houses += 1
        repeated += toll.repeated
        marks += toll.marks
    assert repeated <= marks // 3
