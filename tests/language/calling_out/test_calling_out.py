"""From a sentence to what is heard in the rooms, and what is answered."""

import pytest

from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.home.chores import KeepRules
from hub.home.ids import AreaId
from hub.home.model import Area, Source
from hub.home.plan import Chores, PlanResult, Question, Refusal, Request, Steps
from hub.home.step import Step
from hub.language.answers import answer
from hub.language.candidates import select
from hub.language.matcher import FastMatcher
from hub.language.pipeline import LanguagePlanner
from hub.language.replies import reply
from hub.language.rule_telling import rule_in_words
from tests.language.home_for_tests import put, small_home
from tests.support.fakes import MemoryApprovals, ScriptedIntegration
from tests.support.faulty.soak import AllowAll, NoTraces
from tests.support.satellites import Satellites

QUICK = ExecutorSettings(verify_s={"assist_satellite": 0.3}, late_s=0)
ROOMS = ("kitchen", "living_room", "office")


class House:
    """A home with satellites in some rooms, and the whole road from a sentence to an answer."""

    def __init__(self, rooms: tuple[str, ...] = ROOMS) -> None:
        self.home = small_home()
        self.home.put_area(Area(AreaId("kids"), "Kids' room"))
        put(self.home, "person.anna", "Anna", None, state="not_home")
        put(
            self.home, "binary_sensor.washer", "Washing machine", "kitchen",
            state="on", device_class="running",
        )  # fmt: skip
        self.satellites = Satellites(self.home)
        for room in rooms:
            self.satellites.add(room, room)
        self._planner = LanguagePlanner(
            self.home, matcher=FastMatcher(self.home), select=select, answer=answer, worker=None
        )

    async def ask(self, text: str, area: str | None = None, language: str = "en") -> PlanResult:
        request = Request(
            text=text,
            source=Source.LANGUAGE if area is None else Source.VOICE,
            area_id=None if area is None else AreaId(area),
            language=language,
        )
        plan = await self._planner.plan(request)
        lamps = ScriptedIntegration(self.home, name="test")
        async with Executor(
            self.home, AllowAll(), {"satellites": self.satellites, "test": lamps},
            MemoryApprovals(), NoTraces(), settings=QUICK,
        ) as executor:  # fmt: skip
            return await executor.run(plan)

    async def answer(self, text: str, area: str | None = None, language: str = "en") -> str:
        return reply(self.home, await self.ask(text, area, language))

    def heard(self) -> dict[str, str]:
        return {where.partition(".")[2]: words for where, words in self.satellites.said}


async def test_everyone_hears_it_but_where_it_was_said() -> None:
    house = House()
    answered = await house.answer("announce that I'm coming", area="kitchen")
    assert house.heard() == {"living_room": "I'm coming", "office": "I'm coming"}
    assert answered == "Announced: Living room and Office."


async def test_typed_words_are_said_everywhere() -> None:
    house = House()
    assert await house.answer("tell everyone dinner is ready") == (
        "Announced: Kitchen, Living room and Office."
    )


async def test_it_is_said_in_the_room_that_was_named() -> None:
    house = House()
    await house.ask("say good night in the living room", area="living_room")
    assert house.heard() == {"living_room": "good night"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("say good night in the kids' room", "There is no voice satellite in Kids' room."),
        ("tell the garden lunch is ready", "There is no voice satellite in Garden."),
    ],
)
async def test_a_room_without_a_satellite_is_named(text: str, words: str) -> None:
    house = House()
    assert await house.answer(text) == words
    assert house.heard() == {}


async def test_a_room_that_may_be_part_of_the_words_stays_one() -> None:
    house = House()
    await house.ask("announce we play in the garden")
    assert set(house.heard().values()) == {"we play in the garden"}


async def test_it_is_said_that_nothing_else_could_say_it() -> None:
    assert "no voice satellite in this home" in await House(()).answer("announce dinner is ready")
    alone = House(("kitchen",))
    assert "no other voice satellite" in await alone.answer("announce lunch is ready", "kitchen")
    assert alone.heard() == {}


async def test_the_answer_tells_who_did_not_hear_it() -> None:
    house = House()
    house.satellites.lose(house.satellites.add("hall", "hall"))
    house.satellites.kinds["assist_satellite.office"] = "silent"
    house.satellites.kinds["assist_satellite.kitchen"] = "lost"
    house.home.report(  # It is one that never tells.
        house.satellites.add("office", "office", "silent"), "idle", {}
    )
    assert await house.answer("announce dinner is ready") == (
        "Announced: Living room. I sent it to Office, but can't tell whether it was heard. "
        "Kitchen: not announced (not sent: the satellite hung up). "
        "Left out: Hall satellite is unavailable."
    )


async def test_what_a_satellite_took_is_called_sent_and_no_more() -> None:
    house = House(("office",))
    house.satellites.add("kitchen", "kitchen", "takes")
    assert await house.answer("announce dinner is ready") == (
        "Announced: Office. I sent it to Kitchen."
    )


@pytest.mark.parametrize(
    ("language", "text", "answered"),
    [
        ("de", "verkünde das Essen ist fertig", "Durchgesagt: Kitchen."),
        ("fr", "annonce que le dîner est prêt", "Annoncé : Kitchen."),
        ("es", "anuncia que la cena está lista", "Anunciado: Kitchen."),
        ("it", "annuncia che la cena è pronta", "Annunciato: Kitchen."),
        ("nl", "broadcast het eten is klaar", "Omgeroepen: Kitchen."),
    ],
)
async def test_it_is_answered_in_the_language_of_the_speaker(
    language: str, text: str, answered: str
) -> None:
    assert await House(("kitchen",)).answer(text, language=language) == answered


async def test_an_order_may_come_before_it() -> None:
    house = House()
    result = await house.ask("turn off the desk lamp and tell everyone good night")
    assert [step.command.action for step in result.plan.steps] == [
        "light.turn_off", "assist_satellite.announce",
    ]  # fmt: skip
    assert set(house.heard().values()) == {"good night"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "announce when the washing machine is done",
            "announce “The washing machine is done.” through the Kitchen satellite when",
        ),
        ("tell the kitchen when anna comes home",
         "announce “Anna comes home.” through the Kitchen satellite when Anna arrives at home"),
        ("announce at 6 pm that dinner is ready",
         "announce “dinner is ready” through the Kitchen satellite"),
        ("announce dinner at 6 pm", "announce “dinner” through the Kitchen satellite"),
    ],
)  # fmt: skip
async def test_words_for_later_become_a_rule(text: str, rule: str) -> None:
    house = House(("kitchen",))
    body = (await house.ask(text)).plan.body
    assert isinstance(body, Chores)
    [chore] = body.chores
    assert isinstance(chore, KeepRules)
    assert rule_in_words(chore.rules[0], house.home, house.home.now()).startswith(rule)
    assert chore.rules[0].once
    assert house.heard() == {}


async def test_what_is_said_every_day_is_asked_about_first() -> None:
    body = (await House().ask("announce bedtime every day at 8 pm")).plan.body
    assert isinstance(body, Question)
    assert body.chores


async def test_a_time_in_the_words_stays_there() -> None:
    house = House()
    await house.ask("announce that the movie starts at 8 pm")
    assert set(house.heard().values()) == {"the movie starts at 8 pm"}


async def test_a_german_time_before_the_words_is_when() -> None:
    body = (await House(("kitchen",)).ask(
        "sag allen um 18 Uhr, dass das Essen fertig ist", language="de"
    )).plan.body  # fmt: skip
    assert isinstance(body, Chores)
    [chore] = body.chores
    assert isinstance(chore, KeepRules)
    [step] = chore.rules[0].actions
    assert isinstance(step, Step)
    assert step.command.data()["message"] == "das Essen ist fertig"


async def test_without_satellites_people_are_told_later_as_ever() -> None:
    body = (await House(()).ask("announce when the washing machine is done")).plan.body
    assert isinstance(body, Chores)
    refused = (await House(()).ask("announce in the kitchen when anna comes home")).plan.body
    assert isinstance(refused, Refusal)
    assert refused.text == "There is no voice satellite in Kitchen."


async def test_what_is_passed_on_is_no_order() -> None:
    house = House()
    result = await house.ask("tell everyone to turn off the lights")
    assert isinstance(result.plan.body, Steps)
    assert {step.command.domain for step in result.plan.steps} == {"assist_satellite"}
