"""Questions in people's own words: answered from what is known, and nothing moves."""

import pytest

from hub.home.home import Home
from hub.home.ids import AreaId, EntityId
from hub.home.model import Context, Source
from hub.home.past import NoPast
from hub.home.plan import (
    Answer,
    Effect,
    Outcome,
    Plan,
    PlanResult,
    Refusal,
    Request,
    Status,
    Verdict,
)
from hub.language.questions import ask
from hub.language.questions.asked import unframed
from hub.language.questions.statements import is_statement
from tests.language.home_for_tests import put, small_home


class _Kept:
    """Remembers one plan."""

    def __init__(self, result: PlanResult) -> None:
        self._result = result

    async def result(self, plan_id: str) -> PlanResult | None:
        """Return it if its id is asked for."""
        return self._result if plan_id == self._result.plan.id else None

    async def latest_results(self, limit: int) -> list[PlanResult]:
        """Return it."""
        return [self._result][:limit]


def house() -> Home:
    """Build the small home with a sun."""
    home = small_home()
    put(home, "sun.sun", "Sun", "garden", state="below_horizon")
    return home


async def said_to(text: str, home: Home | None = None, area: str | None = None) -> str:
    """Return the answer's words; fails if it is none."""
    request = Request(text=text, area_id=AreaId(area) if area else None)
    body = await ask(request, home or house(), NoPast())
    assert isinstance(body, Answer | Refusal), body
    return body.text


ANSWERED = [
    ("is the front door lock open?", "No, Front door lock (Hall) is locked."),
    ("did I leave the tv on?", "Yes, TV (Living room) is playing."),
    ("is the garage open?", "No, Garage door is closed."),
    ("whats on in the kitchen", "Kitchen ceiling and Kitchen counter are on."),
    ("is anything on in the bedroom", "Yes, Reading lamp (Bedroom) is on."),
    ("are any of the fans running?", "No, Bedroom fan is off."),
    ("is the vacuum running?", "No, Dusty (Hall) is docked."),
    ("is it hot in the nursery?", "21.5"),
    ("how loud is the tv?", "30 %"),
    ("how bright is the kitchen ceiling?", "50 %"),
    ("what is the thermostat set to?", "set to 21"),
    ("what's playing?", "Blue in Green"),
    ("what song is this?", "Blue in Green"),
    ("where is the vacuum?", "in Hall"),
    ("do I have a fan in the bedroom?", "Yes: Bedroom fan"),
    ("how many lights do I have?", "There are 7"),
    ("which devices are in the kitchen?", "Coffee maker"),
    ("what rooms are there?", "Nursery"),
    ("which device is unavailable?", "Porch lamp"),
    ("is the porch lamp working?", "I can't tell"),
    ("is milk on the shopping list?", "Yes, Milk is on Shopping list."),
    ("are bananas on the shopping list?", "No, bananas is not"),
    ("is it dark outside?", "The sun is down."),
    ("is it safe to leave?", "every door, window and lock I know of is shut"),
    ("is the house locked up?", "every door"),
    ("how long has the tv been on?", "has been playing for less than a minute"),
    ("when was the back door last opened?", "has been closed"),
    ("why is the tv on?", "the device reported that by itself"),
    ("thanks a lot", "You're welcome."),
    ("good morning lares", "Hello."),
    ("what can you do for me", "undo that"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ANSWERED)
async def test_questions_are_answered_from_states(text: str, expected: str) -> None:
    assert expected in await said_to(text)


REFUSED = [
    ("what's the capital of France?", "I only know this home"),
    ("order a pizza", "I can't do that"),
    ("tell me a joke", "I can't do that"),
    ("what's the humidity in the bathroom?", "There is no bathroom here."),
    ("will it rain tomorrow?", "I don't know the weather to come"),
    ("are there any humidifiers on?", "There is no humidifier here."),
]


@pytest.mark.parametrize(("text", "expected"), REFUSED)
async def test_what_cannot_be_known_is_said_so(text: str, expected: str) -> None:
    assert expected in await said_to(text)


@pytest.mark.parametrize("text", ["turn on the desk lamp", "desk lamp on", "some light please"])
async def test_orders_are_left_to_others(text: str) -> None:
    assert await ask(Request(text=text), house(), NoPast()) is None


async def test_here_means_the_speakers_area() -> None:
    assert "TV" in await said_to("is anything on in here?", area="living_room")


async def test_it_means_what_was_spoken_of() -> None:
    request = Request(text="is it on?", spoken_of=(EntityId("light.desk_lamp"),))
    body = await ask(request, house(), NoPast())
    assert isinstance(body, Answer)
    assert body.text == "Yes, Desk lamp (Office) is on."


async def test_a_cause_is_the_sentence_that_was_said() -> None:
    home = house()
    lamp = EntityId("light.desk_lamp")
    request = Request(text="make it bright at the desk")
    plan = Plan(request=request, body=Answer(text=""), planner="test")
    done = Outcome(step=0, entity_id=lamp, action="light.turn_on", status=Status.DONE)
    verdict = Verdict(effect=Effect.ALLOW, policy="", reason="")
    past = _Kept(PlanResult(plan=plan, verdict=verdict, outcomes=(done,)))
    home.report(lamp, "off", {})
    home.report(lamp, "on", {}, Context(parent_id=plan.id, source=Source.LANGUAGE))
    why = await ask(Request(text="why is the desk lamp on?"), home, past)
    assert isinstance(why, Answer)
    assert "because somebody said 'make it bright at the desk'" in why.text
    lately = await ask(Request(text="what did you just do?"), home, past)
    assert isinstance(lately, Answer)
    assert "make it bright at the desk" in lately.text


STATEMENTS = [
    "my brother opened the garage door yesterday", "the kitchen light is on",
    "I turned off the tv already", "we always leave the porch lamp on at night",
    "she told me the door was unlocked", "it was so dark in the cellar",
    "the vacuum broke last week", "I've just closed the blinds", "that lamp looks great",
]  # fmt: skip
WISHES = [
    "the kitchen light should be on", "I need the tv off", "we want the blinds closed",
    "the fan has to stop", "turn on the light", "it is time to close the blinds", "lights out",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("could you check if the garage is shut", "the garage is shut"),
        ("i wonder whether the tv is still on", "the tv is still on"),
        ("tell me if the nursery drops below 18 degrees", None),
        ("tell me if the garage is open at 10", None),
    ],
)
def test_a_frame_asks_about_now_alone(text: str, clause: str | None) -> None:
    assert unframed(text) == clause


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_is_known(text: str) -> None:
    assert is_statement(text)


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_is_no_statement(text: str) -> None:
    assert not is_statement(text)


def weather_house() -> Home:
    """The house with a lock at its side and a sensor of the air outside."""
    home = house()
    put(home, "lock.side", "Side door", "hall", state="locked")
    put(home, "sensor.air", "Outside air sensor", None, state="1000",
        device_class="atmospheric_pressure", unit_of_measurement="hPa")  # fmt: skip
    return home


MEASURED = [
    ("what is the air pressure", "The outside air sensor is 1000 hPa."),
    ("what is the air pressure of the outside air sensor", "The outside air sensor is 1000 hPa."),
    ("what is the air pressure about side air sensor",
     "I found nothing of that name that reports the air pressure."),
    ("what is the pressure on the side there sensor",
     "I found nothing of that name that reports the pressure."),
    ("what is the voltage of the side door", "Side door does not report its voltage."),
    ("what is the temperature of the blorp", "I found no blorp that reports the temperature."),
    ("what is the wind speed", "Nothing reports the wind speed."),
    ("how warm is it in the nursery", "The nursery temperature is 21.5 °C."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MEASURED)
async def test_a_quantity_is_told_by_what_measures_it_alone(text: str, expected: str) -> None:
    assert await said_to(text, weather_house()) == expected


async def test_a_lock_tells_no_quantity() -> None:
    for quantity in ("air pressure", "weight", "signal strength", "co2 level", "illuminance"):
        said = await said_to(f"what is the {quantity} on the side there sensor", weather_house())
        assert "locked" not in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is the blorp light on", "There is no blorp light here."),
        ("how many blorp lights are on", "There are no blorp lights here."),
        ("which blorp windows are open", "There are no blorp windows here."),
        ("what is the temperature of the blorp lamp", "There is no blorp lamp here."),
        ("what is the humidity of the blorp door", "There is no blorp door here."),
        ("is the kitchen light on", "Yes, Kitchen ceiling and Kitchen counter are on."),
    ],
)
async def test_a_word_that_nobody_knows_is_asked_about_no_other_thing(
    text: str, expected: str
) -> None:
    assert await said_to(text) == expected
