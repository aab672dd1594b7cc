"""Actions do what Home Assistant's do, and the modes start and refuse runs as its do."""

from typing import Any

from hub.automation.model.actions import (
    Call,
    CheckCondition,
    Choose,
    Delay,
    FireEvent,
    If,
    Option,
    Parallel,
    Repeat,
    SetVariables,
    Stop,
    WaitForTrigger,
    WaitTemplate,
)
from hub.automation.model.conditions import TemplateCondition
from hub.automation.model.triggers import StateTrigger
from hub.automation.model.values import Template
from hub.home.errors import HubError
from hub.home.ids import EntityId
from hub.home.model import Context
from tests.automation.script.conftest import Bench

FLAG = EntityId("input_boolean.flag")
YES = TemplateCondition(value_template=Template("{{ true }}"))
NO = TemplateCondition(value_template=Template("{{ false }}"))


def call(name: str, **more: Any) -> Call:
    return Call(action=name, **more)


async def test_a_run_of_calls_never_touches_the_disk_and_is_traced(bench: Bench) -> None:
    run = bench.start(call("light.turn_on", data={"x": Template("{{ n + 1 }}")}), n=4)
    result = await run.finished()
    assert result.ending == "finished"
    assert bench.caller.calls == [("light.turn_on", {}, {"x": 5})]
    assert bench.store.kept == {}
    assert [step["path"] for step in bench.traces.last.to_json()["steps"]] == ["action/0"]


async def test_a_condition_in_a_branch_ends_only_the_branch(bench: Bench) -> None:
    inner = (call("a.a"), CheckCondition(condition=NO), call("a.never"))
    run = bench.start(If(conditions=(YES,), then=inner), call("a.b"))
    assert (await run.finished()).ending == "finished"
    assert bench.caller.names == ["a.a", "a.b"]
    run = bench.start(CheckCondition(condition=NO), call("a.never"))
    assert (await run.finished()).ending == "aborted"


async def test_choose_takes_the_first_branch_that_holds_and_traces_it(bench: Bench) -> None:
    options = (
        Option(conditions=(NO,), sequence=(call("a.a"),)),
        Option(conditions=(YES,), sequence=(call("a.b"),)),
        Option(conditions=(YES,), sequence=(call("a.c"),)),
    )
    await bench.start(Choose(options=options)).finished()
    assert bench.caller.names == ["a.b"]
    assert [(s.path, s.result) for s in bench.traces.last.steps][:3] == [
        ("action/0", {"choice": 1}),
        ("action/0/choose/0/conditions/0", {"result": False}),
        ("action/0/choose/1/conditions/0", {"result": True}),
    ]
    assert bench.traces.last.steps[3].path == "action/0/choose/1/sequence/0"


async def test_repeat_tells_its_turns(bench: Bench) -> None:
    data = {"r": Template("{{ [repeat.index, repeat.first, repeat.last, repeat.item] }}")}
    repeat = Repeat(sequence=(call("a.a", data=data),), for_each=["x", "y"])
    await bench.start(repeat).finished()
    assert [d["r"] for _, _, d in bench.caller.calls] == [
        [1, True, False, "x"], [2, False, True, "y"],
    ]  # fmt: skip


async def test_a_loop_that_never_ends_is_broken(bench: Bench) -> None:
    result = await bench.start(Repeat(sequence=(), while_=(YES,))).finished()
    assert result.ending == "aborted"
    assert "10000" in str(result.error)


async def test_variables_set_inside_are_seen_outside(bench: Bench) -> None:
    inner = If(conditions=(YES,), then=(SetVariables(variables={"n": 2, "new": 3}),))
    data = {"sum": Template("{{ n + new }}")}
    await bench.start(inner, call("a.a", data=data), n=1).finished()
    assert bench.caller.calls[0][2] == {"sum": 5}


async def test_an_error_ends_the_run_unless_it_may_go_on(bench: Bench) -> None:
    bench.caller.failing["a.bad"] = HubError("denied")
    result = await bench.start(call("a.bad"), call("a.b")).finished()
    assert (result.ending, result.error) == ("error", "denied")
    result = await bench.start(call("a.bad", continue_on_error=True), call("a.b")).finished()
    assert result.ending == "finished"
    assert bench.caller.names == ["a.bad", "a.bad", "a.b"]


async def test_the_other_branches_of_a_parallel_go_on_after_an_error(bench: Bench) -> None:
    bench.caller.failing["a.bad"] = HubError("denied")
    branches = ((call("a.bad"),), (call("a.b"), call("a.c")))
    result = await bench.start(Parallel(branches=branches), call("a.never")).finished()
    assert result.ending == "error"
    assert bench.caller.names == ["a.bad", "a.b", "a.c"]


async def test_stop_hands_back_a_response(bench: Bench) -> None:
    bench.caller.answers["weather.get"] = {"t": 3}
    actions = (
        call("weather.get", response_variable="w"),
        Stop(reason="done", response_variable="w"),
        call("a.never"),
    )
    result = await bench.start(*actions).finished()
    assert (result.ending, result.response) == ("finished", {"t": 3})
    result = await bench.start(Stop(reason="bad", error=True)).finished()
    assert (result.ending, result.error) == ("aborted", "bad")


async def test_waiting_for_a_template_ends_when_it_is_true_or_late(bench: Bench) -> None:
    wait = WaitTemplate(template=Template("{{ is_state('input_boolean.flag', 'on') }}"), timeout=60)
    tell = call("a.a", data={"w": Template("{{ wait.completed }}")})
    run = bench.start(wait, tell)
    await bench.settle()
    assert len(bench.store.kept) == 1
    bench.home.report(FLAG, "on", {})
    await run.finished()
    bench.home.report(FLAG, "off", {})
    run = bench.start(wait, tell)
    await bench.settle()
    await bench.alarms.advance(61)
    await run.finished()
    assert [d["w"] for _, _, d in bench.caller.calls] == [True, False]
    assert bench.store.kept == {}


async def test_waiting_for_a_trigger_tells_what_fired(bench: Bench) -> None:
    trigger = StateTrigger(entity_id=(FLAG,), to=("on",), id="flag")
    wait = WaitForTrigger(triggers=(trigger,), timeout=60, continue_on_timeout=False)
    tell = call("a.a", data={"t": Template("{{ wait.trigger.id }} {{ wait.remaining }}")})
    run = bench.start(wait, tell)
    await bench.settle()
    await bench.alarms.advance(20)
    bench.home.report(FLAG, "on", {})
    await run.finished()
    assert bench.caller.calls[0][2] == {"t": "flag 40.0"}
    run = bench.start(wait, tell)
    await bench.settle()
    await bench.alarms.advance(61)
    assert (await run.finished()).ending == "aborted"


async def test_an_event_carries_the_context_of_the_run(bench: Bench) -> None:
    heard: list[Any] = []
    bench.home.listen(heard.append)
    run = bench.start(FireEvent(event="x", event_data={"n": Template("{{ 1 + 1 }}")}))
    await run.finished()
    assert heard[0].data == {"n": 2}
    assert heard[0].context is run.context


async def test_modes_refuse_restart_and_queue(bench: Bench) -> None:
    slow = (call("a.begin"), Delay(delay=10), call("a.end"))
    single = bench.runs(*slow)
    first = single.start({}, Context())
    await bench.settle()
    assert single.start({}, Context()) is None
    assert [trace.ending for trace in bench.traces.traces.values()][-1:] == ["failed_single"]
    await single.stop()
    assert first is not None
    assert (await first.finished()).ending == "cancelled"
    assert bench.store.kept == {}

    bench.caller.calls.clear()
    restart = bench.runs(*slow, mode="restart")
    restart.start({}, Context())
    await bench.settle()
    again = restart.start({}, Context())
    await bench.settle()
    await bench.alarms.advance(11)
    assert again is not None
    await again.finished()
    assert bench.caller.names == ["a.begin", "a.begin", "a.end"]

    bench.caller.calls.clear()
    queued = bench.runs(*slow, mode="queued", max_runs=2)
    queued.start({}, Context())
    second = queued.start({}, Context())
    assert queued.start({}, Context()) is None
    assert bench.traces.last.ending == "failed_max_runs"
    await bench.settle()
    assert queued.current == 2
    await bench.alarms.advance(11)
    await bench.settle()
    await bench.alarms.advance(11)
    assert second is not None
    await second.finished()
    assert bench.caller.names == ["a.begin", "a.end", "a.begin", "a.end"]


async def test_another_run_may_begin_while_the_end_of_the_last_is_written(bench: Bench) -> None:
    runs = bench.runs(Delay(delay=1.0), call("a.a"))
    first = runs.start({}, Context())
    assert first is not None
    await bench.settle()
    bench.store.is_open.clear()
    await bench.alarms.advance(1)
    await bench.settle()
    assert bench.caller.names == ["a.a"]
    assert bench.store.kept
    second = runs.start({}, Context())
    assert second is not None
    bench.store.is_open.set()
    await bench.settle()
    await bench.alarms.advance(1)
    assert (await second.finished()).ending == "finished"
    await bench.settle()
    assert bench.store.kept == {}
