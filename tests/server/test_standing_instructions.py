"""Standing instructions: said once, read back, confirmed, and kept as an ordinary rule file."""

import asyncio
from dataclasses import replace
from pathlib import Path

from hub.automation.files.loading import load
from hub.home.ids import AreaId, EntityId
from hub.home.model import Area, Context, Source
from hub.home.plan import Request
from hub.language.answers import answer
from hub.language.candidates import select
from hub.language.matcher import FastMatcher
from hub.language.pipeline import LanguagePlanner
from hub.server.conversation import Conversation
from tests.server.conftest import Running
from tests.support.fakes import put
from tests.support.keeping import until

SAID = "when I'm 2 km from home and it's cold, warm the living room to 24"
WORDS = (
    "set the Heating to 24° when Ann comes within 2 km of Home,"
    " if the temperature of the Weather is below 10"
)
REPORT = Context(source=Source.DEVICE)
HERE = (52.0, 4.0)
# About 3.3 km and 1.1 km north of it.
FAR, NEAR = (52.03, 4.0), (52.01, 4.0)


def furnish(hub: Running) -> None:
    """Put what the sentence is about into the home of the tests."""
    home = hub.parts.home
    home.put_area(Area(AreaId("living_room"), "Living room"))
    climate = {
        "temperature": 20, "current_temperature": 19, "hvac_modes": ["off", "heat"],
        "min_temp": 7, "max_temp": 30,
    }  # fmt: skip
    put(home, "climate.heating", "heat", area_id=AreaId("living_room"), attributes=climate)
    put(home, "weather.here", "cloudy", name="Weather", attributes={"temperature": 4})
    latitude, longitude = HERE
    zone = {"latitude": latitude, "longitude": longitude, "radius": 100}
    put(home, "zone.home", "0", name="Home", attributes=zone)
    put(home, "person.ann", "home", name="Ann", attributes={"user_id": hub.owner.id})


def go(hub: Running, latitude: float, longitude: float) -> None:
    """Let Ann be somewhere."""
    where = {"user_id": hub.owner.id, "latitude": latitude, "longitude": longitude}
    hub.parts.home.report(EntityId("person.ann"), "not_home", where, REPORT)


def talk(hub: Running) -> Conversation:
    """Return a conversation with the language part as it is without its model."""
    home = hub.parts.home
    planner = LanguagePlanner(
        home, matcher=FastMatcher(home), select=select, answer=answer, worker=None,
        kept=hub.parts.keeping,
    )  # fmt: skip
    return Conversation(replace(hub.parts, planner=planner))


def ask(hub: Running, text: str) -> Request:
    return Request(text=text, user_id=hub.owner.id, conversation_id="c", source=Source.LANGUAGE)


async def test_it_is_read_back_confirmed_and_stored_as_a_rule_file(
    hub: Running, tmp_path: Path
) -> None:
    furnish(hub)
    conversation = talk(hub)
    asked = await conversation.process(ask(hub, SAID))
    assert asked.speech == f"{WORDS[0].upper()}{WORDS[1:]}. Shall I keep this rule?"
    assert hub.parts.keeping.rules == []
    done = await conversation.process(ask(hub, "yes"))
    assert done.speech == f"I'll {WORDS}."
    _, body = await hub.ask("GET", "/api/lares/rules")
    [rule] = body["rules"]
    assert (rule["words"], rule["said"], rule["is_whole"]) == (WORDS, SAID, True)
    assert body["problems"] == []
    for line in ("trigger: distance", "within_m: 2000.0", "below: 10.0", "climate.set_temperature"):
        assert line in rule["yaml"]
    [file] = await asyncio.to_thread(lambda: list((tmp_path / "rules").rglob("*.yaml")))
    loaded = await asyncio.to_thread(load, file)
    assert (loaded.problems, loaded.notes) == ((), ())
    assert [one.id for one in loaded.configuration.automations] == [rule["id"]]


async def test_it_runs_when_somebody_comes_near_and_only_if_it_is_cold(hub: Running) -> None:
    furnish(hub)
    conversation = talk(hub)
    for text in (SAID, "yes"):
        await conversation.process(ask(hub, text))
    go(hub, *FAR)
    hub.parts.home.report(EntityId("weather.here"), "sunny", {"temperature": 21}, REPORT)
    go(hub, *NEAR)
    await asyncio.sleep(0.1)
    assert hub.devices.sent == []
    go(hub, *FAR)
    hub.parts.home.report(EntityId("weather.here"), "sunny", {"temperature": 4}, REPORT)
    go(hub, *NEAR)
    await until(lambda: len(hub.devices.sent) == 1)
    [sent] = hub.devices.sent
    assert sent.command.action == "climate.set_temperature"
    assert sent.command.data()["temperature"] == 24


async def test_what_a_rule_may_never_do_is_not_kept(hub: Running) -> None:
    furnish(hub)
    conversation = talk(hub)
    told = [
        (await conversation.process(ask(hub, text))).speech
        for text in ("when I get home unlock the front lock", "yes")
    ]
    assert hub.parts.keeping.rules == []
    assert "nobody attends" in told[-1]
