"""Templates rendered anew when what they read changed."""

from typing import Any

import pytest

from hub.automation.model.values import Template
from hub.automation.rendering import Reads, TemplateFailed
from hub.automation.templates import tracking
from hub.automation.templates.tracking import Tracker, Watch
from hub.home.ids import EntityId
from hub.home.model import Context
from tests.support.fakes import put
from tests.support.keeping import ManualAlarms
from tests.support.templates import TemplateHome


class Watched:
    """A home, and the changes that one watch told of."""

    def __init__(self, source: str) -> None:
        self.it = TemplateHome()
        self.alarms = ManualAlarms(self.it.clock)
        self.tracker = Tracker(self.it.templates, self.it.home, self.alarms, self.it.clock)
        self.told: list[tuple[Any, Any, Context | None]] = []
        self.watch: Watch = self.tracker.watch(
            Template(source), {}, lambda *change: self.told.append(change)
        )

    def report(self, entity_id: str, state: str, context: Context | None = None) -> None:
        self.it.home.report(EntityId(entity_id), state, {}, context)


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("{{ states('light.lamp') }}", Reads(frozenset({"light.lamp"}))),
        ("{{ states.light.lamp.state }}", Reads(frozenset({"light.lamp"}))),
        ("{{ 'light.none' | states | float }}", Reads(frozenset({"light.none"}))),
        ("{{ states.light | map(attribute='state') | list }}", Reads(domains=frozenset({"light"}))),
        ("{{ states | count }}", Reads(all_states=True)),
        ("{{ now() }}", Reads(time=True)),
        ("{{ areas() }}", Reads(collections=True)),
        ("{{ expand('group.lights') | count }}",
         Reads(frozenset({"group.lights", "light.lamp", "light.attic"}))),
        ("{{ expand(area_entities('kitchen')) | count }}",
         Reads(frozenset({"light.lamp"}), collections=True)),
        ("{{ ['light.lamp'] | select('is_state', 'on') | list }}",
         Reads(frozenset({"light.lamp"}))),
        ("{{ distance('person.ann') }}", Reads(frozenset({"person.ann"}))),
        ("plain", Reads()),
    ],
)  # fmt: skip
def test_notes_what_is_read(source: str, reads: Reads) -> None:
    assert TemplateHome().templates.observe(Template(source), {})[1] == reads


def test_tells_of_a_changed_result_with_its_cause() -> None:
    watched = Watched("{{ is_state('light.lamp', 'on') }}")
    cause = Context()
    watched.report("light.attic", "on")
    watched.report("light.lamp", "off", cause)
    watched.report("light.lamp", "unavailable")
    assert watched.told == [(False, True, cause)]


def test_reads_anew_what_the_new_rendering_read() -> None:
    watched = Watched("{{ states('sensor.temp') if is_state('light.lamp', 'off') else 'none' }}")
    watched.report("sensor.temp", "22")
    watched.report("light.lamp", "off")
    watched.report("sensor.temp", "23")
    assert [new for new, _, _ in watched.told] == [22, 23]


def test_an_entity_that_appears_is_noticed() -> None:
    watched = Watched("{{ states('light.new') }}")
    put(watched.it.home, "light.new", "on")
    assert watched.told[-1][0] == "on"


def test_failures_are_results() -> None:
    watched = Watched("{{ states('sensor.temp') | float }}")
    watched.report("sensor.temp", "unavailable")
    watched.report("sensor.temp", "20")
    assert isinstance(watched.told[0][0], TemplateFailed)
    assert watched.told[1][0] == 20.0


async def test_the_clock_is_read_at_every_full_minute() -> None:
    watched = Watched("{{ now().minute }}")
    await watched.alarms.advance(29)
    assert watched.told == []
    await watched.alarms.advance(1)
    assert watched.told == [(1, 0, None)]
    watched.watch.close()
    await watched.alarms.advance(180)
    assert len(watched.told) == 1
    assert not watched.alarms.waiting


async def test_a_domain_is_read_once_a_second_at_most() -> None:
    watched = Watched("{{ states.light | selectattr('state', 'eq', 'on') | list | count }}")
    watched.report("light.attic", "on")
    watched.report("light.lamp", "off")
    watched.report("light.attic", "off")
    assert [new for new, _, _ in watched.told] == [2]
    await watched.alarms.advance(1)
    assert [new for new, _, _ in watched.told] == [2, 0]


async def test_all_states_are_read_once_a_minute_at_most() -> None:
    watched = Watched("{{ states | selectattr('state', 'eq', 'on') | list | count }}")
    watched.report("light.attic", "on")
    watched.report("light.lamp", "off")
    await watched.alarms.advance(59)
    assert [new for new, _, _ in watched.told] == [4 - 1]
    await watched.alarms.advance(1)
    assert [new for new, _, _ in watched.told] == [3, 2]


def test_a_closed_watch_is_silent() -> None:
    watched = Watched("{{ states('light.lamp') }}")
    watched.watch.close()
    watched.watch.close()
    watched.report("light.lamp", "off")
    assert watched.told == []


def test_a_thousand_watches_cost_nothing_at_other_reports() -> None:
    watched = Watched("{{ states('light.lamp') }}")
    for number in range(1000):
        watched.tracker.watch(
            Template(f"{{{{ states('sensor.s{number}') }}}}"), {}, lambda *_: None
        )
    renderings = 0
    inner = watched.it.templates.observe

    def counting(*args: Any) -> Any:
        nonlocal renderings
        renderings += 1
        return inner(*args)

    watched.it.templates.observe = counting  # type: ignore[method-assign, assignment]
    watched.report("light.lamp", "off")
    watched.report("light.attic", "on")
    assert renderings == 1


@pytest.mark.parametrize("may_rest", [False, True])
async def test_what_is_slow_rests_if_it_may(
    may_rest: bool,  # noqa: FBT001 -- a case
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tracking, "SLOW_S", 0.0005)
    watched = Watched("plain")
    told: list[Any] = []
    slow = Template(
        "{% for i in range(9000) %}{% if i % 7 == 9 %}x{% endif %}{% endfor %}"
        "{{ states('sensor.temp') }}"
    )
    watched.tracker.watch(slow, {}, lambda new, _old, _: told.append(new), may_rest=may_rest)
    for number in range(30, 50):
        watched.report("sensor.temp", str(number))
    assert len(told) == (1 if may_rest else 20)
    await watched.alarms.advance(10)
    assert told[-1] == 49
