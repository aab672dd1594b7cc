"""A run that was interrupted anywhere goes on: nothing is lost, nothing unsafe is doubled."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.automation.model.actions import (
    AnyAction,
    Call,
    Choose,
    Delay,
    Option,
    Parallel,
    Repeat,
    SetVariables,
    SubSequence,
    WaitForTrigger,
)
from hub.automation.model.conditions import TemplateCondition
from hub.automation.model.rules import Misfire, Script
from hub.automation.model.triggers import StateTrigger
from hub.automation.model.values import Template
from hub.automation.script import Durable
from hub.automation.script.encoding import decoded, encoded
from hub.home.ids import EntityId
from hub.home.model import Context, State
from tests.automation.script.conftest import Bench

SAFE, UNSAFE = "light.turn_on", "light.toggle"
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def _call(number: int, *, safe: bool) -> Call:
    return Call(action=SAFE if safe else UNSAFE, data={"n": number})


_LEAF = st.one_of(
    st.builds(_call, st.integers(0, 99), safe=st.booleans()),
    st.builds(_call, st.integers(0, 99), safe=st.booleans()),
    st.builds(Delay, delay=st.just(5.0)),
)


def _nested(inner: st.SearchStrategy[AnyAction]) -> st.SearchStrategy[AnyAction]:
    sequence = st.lists(inner, max_size=3).map(tuple)
    yes = TemplateCondition(value_template=Template("{{ true }}"))
    return st.one_of(
        st.builds(SubSequence, sequence=sequence),
        st.builds(Repeat, sequence=sequence, count=st.integers(0, 3)),
        st.builds(Repeat, sequence=sequence, for_each=st.just(["a", "b"])),
        st.builds(lambda s: Choose(options=(Option(conditions=(yes,), sequence=s),)), sequence),
        st.builds(Parallel, branches=st.lists(sequence, max_size=2).map(tuple)),
    )


_SCRIPTS = st.lists(st.recursive(_LEAF, _nested, max_leaves=6), min_size=1, max_size=4).map(tuple)


def _numbered(actions: tuple[AnyAction, ...], counter: list[int]) -> tuple[AnyAction, ...]:
    """Give every call a number of its own, so that a repeat of one is seen."""
    return tuple(_one(action, counter) for action in actions)


def _one(action: AnyAction, counter: list[int]) -> AnyAction:
    match action:
        case Call():
            counter[0] += 1
            return replace(action, data={"n": counter[0]})
        case SubSequence() | Repeat():
            return replace(action, sequence=_numbered(action.sequence, counter))
        case Choose():
            options = tuple(
                replace(one, sequence=_numbered(one.sequence, counter)) for one in action.options
            )
            return replace(action, options=options)
        case Parallel():
            return replace(
                action, branches=tuple(_numbered(one, counter) for one in action.branches)
            )
        case _:
            return action


def _has_parallel(actions: tuple[AnyAction, ...]) -> bool:
    return "Parallel(" in repr(actions)


async def _carry_out(script: Script, cuts: list[int]) -> list[tuple[str, int]]:
    bench = Bench()
    runs = bench.runs_of(script)
    run = runs.start({}, Context(), durable=Durable())
    for cut in cuts:
        await _go(bench, cut)
        runs.abandon()
        await asyncio.gather(*bench.tasks, return_exceptions=True)
        bench.alarms.waiting.clear()
        runs = bench.runs_of(script)
        for saved in await bench.store.runs():
            run = await runs.resume(saved, script)
    for _ in range(2000):
        if not runs.is_running:
            break
        await _go(bench, 1)
    assert run is not None
    assert not runs.is_running
    assert bench.store.kept == {}
    await bench.close()
    return [(name, data["n"]) for name, _, data in bench.caller.calls]


async def _go(bench: Bench, steps: int) -> None:
    for _ in range(steps):
        await asyncio.sleep(0)
        if bench.alarms.waiting:
            await bench.alarms.advance(1)


@settings(max_examples=60, deadline=None)
@given(_SCRIPTS, st.lists(st.integers(2, 40), max_size=3))
def test_an_interrupted_run_does_what_an_uninterrupted_one_does(
    actions: tuple[AnyAction, ...], cuts: list[int]
) -> None:
    script = Script(
        alias="S", object_id="s", actions=_numbered(actions, [0]), misfire=Misfire("run")
    )
    wanted = asyncio.run(_carry_out(script, []))
    got = asyncio.run(_carry_out(script, cuts))
    for one in set(wanted):
        times, due = got.count(one), wanted.count(one)
        if one[0] == SAFE:
            assert due <= times <= due + len(cuts)
        else:
            assert due - len(cuts) <= times <= due
    assert set(got) <= set(wanted)
    if not _has_parallel(actions):
        _assert_in_order(wanted, got)


def _assert_in_order(wanted: list[tuple[str, int]], got: list[tuple[str, int]]) -> None:
    """Check that `got` is `wanted` with safe calls doubled in place and unsafe ones lost."""
    place = -1
    for one in got:
        if (
            place >= 0
            and one == wanted[place]
            and one[0] == SAFE
            and (place + 1 >= len(wanted) or wanted[place + 1] != one)
        ):
            continue
        place += 1
        while wanted[place] != one:
            assert wanted[place][0] == UNSAFE
            place += 1


async def test_what_is_left_of_a_delay_is_waited_for_with_the_variables_of_before(
    bench: Bench,
) -> None:
    actions = (
        SetVariables(variables={"n": 7}),
        Delay(delay=60.0),
        Call(action=SAFE, data={"n": Template("{{ n }}")}),
    )
    runs = bench.runs(*actions)
    runs.start({}, Context())
    await bench.settle()
    runs.abandon()
    await bench.settle()
    bench.alarms.waiting.clear()
    bench.clock.advance(40)
    [saved] = await bench.store.runs()
    run = await bench.runs(*actions).resume(saved, runs.runnable)
    await bench.settle()
    await bench.alarms.advance(19)
    assert bench.caller.calls == []
    await bench.alarms.advance(2)
    assert run is not None
    await run.finished()
    assert bench.caller.calls == [(SAFE, {}, {"n": 7})]


async def test_a_run_that_is_too_late_is_left_out_and_told_of(bench: Bench) -> None:
    runs = bench.runs(Delay(delay=60.0), Call(action=SAFE), misfire=Misfire("within", 600))
    runs.start({}, Context())
    await bench.settle()
    runs.abandon()
    bench.clock.advance(661)
    [saved] = await bench.store.runs()
    assert await runs.resume(saved, runs.runnable) is None
    assert len(bench.missed) == 1
    assert bench.store.kept == {}
    assert bench.traces.last.ending == "missed"


def test_variables_come_back_as_they_were() -> None:
    lamp = State(EntityId("light.a"), "on", {"b": 1}, NOW, NOW, NOW, Context())
    values: dict[str, Any] = {
        "a": NOW, "b": date(2026, 1, 1), "c": time(1, 2), "d": timedelta(1, 2, 3), "e": {1, 2},
        "f": (1, "x"), "g": lamp, "h": {1: [None, True]}, "i": {"__lares__": "set", "v": 1},
        "j": Context(),
    }  # fmt: skip
    assert decoded(encoded(values, "test")) == values


def test_what_cannot_be_kept_is_left_out() -> None:
    assert encoded({"a": object(), "b": "x" * 300_000, "c": 1}, "test") == {"c": 1}


async def test_what_a_wait_waited_for_is_forgotten_once_the_run_is_known_to_be_past_it() -> None:
    bench = Bench()
    seen: list[tuple[str, int]] = []

    def forget(prefix: str) -> None:
        kept = list(bench.store.kept.values())
        seen.append((prefix, kept[0].checkpoint["frame"]["at"] if kept else -1))

    bench.forget = forget
    trigger = StateTrigger(entity_id=(EntityId("input_boolean.flag"),), to=("on",))
    turns = Repeat(count=2, sequence=(WaitForTrigger(triggers=(trigger,)),))
    run = bench.runs(turns, Delay(delay=5.0)).start({}, Context())
    assert run is not None
    for _ in range(2):
        await bench.settle()
        bench.home.report(EntityId("input_boolean.flag"), "on", {}, Context())
    await bench.settle()
    first, second = seen
    # The first once the second waits, the second once the delay does; each has a key of its own.
    assert (first[1], second[1]) == (0, 1)
    assert first[0] != second[0]
    await bench.alarms.advance(5)
    await bench.settle()
    assert seen[2:] == [(f"run {run.id} ", -1)]
    await bench.close()
