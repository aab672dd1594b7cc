"""Noise moves nobody: tracks like recorded ones, against the way that was truly gone."""

import math
import random
from datetime import timedelta

import pytest

from hub.automation.place import distance_m
from hub.automation.presence import Circle, Fence, inside
from hub.automation.presence.plausible import Trail
from hub.home.positions import Fix
from tests.support.tracks import (
    MIDDLE,
    START,
    Noise,
    Point,
    Truth,
    path,
    point_at,
    recorded,
    said_crossings,
    true_crossings,
)

RADIUS_M = 100.0
HOME = Circle(*MIDDLE, RADIUS_M)
# Promised in the README: late by that many fixes, or that many seconds where fixes are dense.
LATE_FIXES, LATE_S = 25, 300
SEEDS = range(40)
HOUR = 3600.0


def way(angle: float, *legs: tuple[float, float, float]) -> tuple[list[tuple[Point, float]], Point]:
    """Turn (metres away, radians on, seconds) into legs; the first says where it begins."""
    points = [
        ((away * math.cos(angle + turn), away * math.sin(angle + turn)), takes)
        for away, turn, takes in legs
    ]
    return points, points[0][0]


RESTS = {
    "in bed": (0, 0, HOUR),
    "in the garden": (60, 0, HOUR),
    "next door": (175, 0, HOUR),
    "across the street": (150, 0, HOUR),
}
WAYS = {
    "to work and back": (
        (0, 0, HOUR), (400, 0, 300), (6000, 0, 600), (6000, 0, HOUR), (400, 0, 600), (0, 0, 300),
        (0, 0, HOUR),
    ),
    "a walk": ((0, 0, HOUR), (800, 0, 700), (800, 0.5, 600), (0, 0.5, 700), (0, 0, HOUR)),
    "to the neighbours": ((0, 0, HOUR), (400, 0, 400), (400, 0, HOUR), (0, 0, 400), (0, 0, HOUR)),
}  # fmt: skip


class Phone:
    """A trail and a fence, as a tracker has them."""

    def __init__(self) -> None:
        self.trail, self.fence = Trail(), Fence()

    def say(self, fix: Fix) -> bool | None:
        self.trail, flaw = self.trail.judge(fix)
        if flaw is None:
            self.fence = self.fence.after(fix, HOME)
        return self.fence.is_inside


def track(
    seed: int, legs: tuple[tuple[float, float, float], ...]
) -> tuple[list[Truth], list[Fix], float]:
    chance = random.Random(seed)  # noqa: S311 - no secret
    every_s = chance.choice([2.0, 5.0, 10.0, 30.0, 60.0])
    points, start = way(chance.uniform(0, math.tau), *legs)
    truths = path(points, every_s, start)
    return truths, recorded(truths, Noise(memory=chance.choice([0, 0.6, 0.9])), chance), every_s


@pytest.mark.parametrize("name", RESTS)
def test_who_rests_neither_enters_nor_leaves(name: str) -> None:
    for seed in SEEDS:
        _, fixes, _ = track(seed, (RESTS[name],))
        first, said = said_crossings(fixes, Phone().say)
        assert first is (RESTS[name][0] <= RADIUS_M), seed
        assert said == [], seed


def test_who_rests_on_the_edge_changes_at_most_once() -> None:
    for seed in SEEDS:
        _, fixes, _ = track(seed, ((RADIUS_M, 0, 2 * HOUR),))
        assert len(said_crossings(fixes, Phone().say)[1]) <= 1, seed


def test_who_drives_past_never_enters() -> None:
    for seed in SEEDS:
        _, fixes, _ = track(seed, ((3000, 0, HOUR), (3000, 2.7, 400), (3000, 2.7, HOUR)))
        assert said_crossings(fixes, Phone().say)[1] == [], seed


@pytest.mark.parametrize("name", WAYS)
def test_every_crossing_is_told_once_and_not_much_later(name: str) -> None:
    for seed in SEEDS:
        truths, fixes, every_s = track(seed, WAYS[name])
        true = true_crossings(truths, RADIUS_M, 0)
        _, said = said_crossings(fixes, Phone().say)
        assert [each.is_inside for each in said] == [each.is_inside for each in true], seed
        for told, happened in zip(said, true, strict=True):
            assert told.at_s - happened.at_s <= max(LATE_S, LATE_FIXES * every_s), seed


def test_plain_geometry_would_have_flapped() -> None:
    """The tracks are bad enough: believing each fix, as most hubs do, fails on nearly all."""
    flapping = 0
    for seed in SEEDS:
        _, fixes, _ = track(seed, (RESTS["in the garden"],))
        said = said_crossings(fixes, lambda fix: HOME.distance_m(fix.point) < RADIUS_M)[1]
        flapping += bool(said)
    assert flapping >= 0.9 * len(SEEDS)


def fix(away_m: float, after_s: float, accuracy_m: float | None = 10.0) -> Fix:
    return Fix(*point_at((away_m, 0.0)), START + timedelta(seconds=after_s), accuracy_m)


def test_the_first_good_fix_is_believed() -> None:
    assert inside([fix(50, 0)], HOME) is True
    assert inside([fix(150, 0)], HOME) is False


def test_a_rough_first_fix_tells_nothing_unless_all_of_it_is_outside() -> None:
    assert inside([fix(50, 0, 900)], HOME) is None
    assert inside([fix(3000, 0, 900)], HOME) is False


def test_after_one_fix_a_sharp_one_far_away_is_believed_at_once() -> None:
    assert inside([fix(0, 0), fix(5000, 1)], HOME) is False


def test_after_several_fixes_one_alone_is_not_believed_but_two_are() -> None:
    at_home = [fix(0, 0), fix(5, 60), fix(0, 120)]
    assert inside([*at_home, fix(5000, 180)], HOME) is True
    assert inside([*at_home, fix(5000, 180), fix(5200, 210)], HOME) is False


def test_who_comes_from_afar_is_home_with_the_first_sharp_fix() -> None:
    assert inside([fix(6000, 0), fix(6000, 60), fix(6000, 120), fix(10, 900)], HOME) is True


def test_a_cell_tower_neither_lets_in_nor_out() -> None:
    assert inside([fix(0, 0), *(fix(900, 60 * n, 600) for n in range(1, 9))], HOME) is True
    assert inside([fix(900, 0), *(fix(0, 60 * n, 600) for n in range(1, 9))], HOME) is False


def test_what_the_device_says_itself_counts_unless_it_comes_too_late() -> None:
    fence = Fence().after(fix(0, 100), HOME)
    assert fence.passed("leave", START + timedelta(seconds=101)).is_inside is False
    assert fence.passed("leave", START + timedelta(seconds=99)).is_inside is True


def test_impossible_and_late_fixes_are_not_believed() -> None:
    trail = Trail()
    for good in (fix(0, 0), fix(10, 10)):
        trail, flaw = trail.judge(good)
        assert flaw is None
    assert trail.judge(fix(0, 5))[1] is not None
    assert trail.judge(fix(10, 10))[1] is not None
    doubting, flaw = trail.judge(fix(90_000, 20))
    assert flaw is not None
    assert doubting.judge(fix(90_100, 30))[1] is None
    assert doubting.judge(fix(20, 30))[1] is None


def test_distance_is_the_great_circle() -> None:
    assert distance_m(MIDDLE, point_at((300.0, 400.0))) == pytest.approx(500, rel=1e-3)
