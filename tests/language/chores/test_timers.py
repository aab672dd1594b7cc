"""Sentences about timers: what they start and change, and what they leave alone."""

from typing import Any

import pytest

from hub.home.chores import ChangeTimers, Chore, StartTimer
from hub.home.home import Home
from hub.home.ids import AreaId
from hub.home.plan import Answer, Body, Chores, Question, Refusal, Request, Steps
from hub.language.chores import chore
from hub.language.chores.durations import take_durations
from hub.language.lengths import in_words
from hub.language.matcher import FastMatcher
from tests.language.home_for_tests import put, small_home
from tests.support.kept import NOW, FakeKept, timer

RUNNING = FakeKept(
    timers=[
        timer("pasta", 12, name="pasta", left=3, area="kitchen"),
        timer("five", 5, left=4),
        timer("laundry", 60, name="laundry", left=30, paused=True),
    ]
)


def home() -> Home:
    house = small_home()
    house.now = lambda: NOW
    put(house, "number.oven", "Oven timer", "kitchen", state="5", min=0, max=90)
    put(house, "timer.tea", "Tea timer", "kitchen", state="idle")
    return house


HOME = home()


def said(text: str, kept: FakeKept = RUNNING, **more: Any) -> Body | None:
    return chore(Request(text=text, at=NOW, **more), HOME, kept)


def chores(text: str, kept: FakeKept = RUNNING, **more: Any) -> tuple[Chore, ...]:
    body = said(text, kept, **more)
    assert isinstance(body, Chores), (text, body)
    return body.chores


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("5 minutes", 300), ("ten minutes", 600), ("90 secs", 90), ("45s", 45), ("1h 30m", 5400),
        ("1h30", 5400), ("1 hour 30", 5400), ("an hour and a half", 5400),
        ("1 hour and a half", 5400), ("two and a half hours", 9000), ("half an hour", 1800),
        ("a quarter of an hour", 900), ("three quarters of an hour", 2700),
        ("twenty-five minutes", 1500), ("forty five minutes", 2700), ("a couple of minutes", 120),
        ("1.5 hours", 5400), ("one hundred seconds", 100), ("2 hours and 30 mins", 9000),
        ("1 hour, 20 minutes and 5 seconds", 4805), ("a 5-minute", 300), ("1/2 an hour", 1800),
        ("hour and a half", 5400), ("hour and twenty minutes", 4800), ("a minute thirty", 90),
        ("2 minutes 45", 165), ("one and a quarter hours", 4500), ("1 1/2 hours", 5400),
    ],
)  # fmt: skip
def test_lengths_of_time_are_read(text: str, seconds: float) -> None:
    assert take_durations(text).seconds == (seconds,)


@pytest.mark.parametrize("text", ["a second timer", "the hour", "two lamps", "7 pm", "minutes"])
def test_other_words_are_no_length(text: str) -> None:
    assert take_durations(text).seconds == ()


def test_lengths_are_said() -> None:
    assert in_words(5405) == "1 hour 30 minutes 5 seconds"
    assert in_words(0.2) == "0 seconds"


STARTS: list[tuple[str, list[tuple[float, str | None]]]] = [
    ("set a timer for 5 minutes", [(300, None)]),
    ("Set a timer for five minutes, please.", [(300, None)]),
    ("can you set a timer for 3 minutes?", [(180, None)]),
    ("start a 10 minute pasta timer", [(600, "pasta")]),
    ("timer 1 hour and a half", [(5400, None)]),
    ("pasta timer 10 minutes", [(600, "pasta")]),
    ("10 minute timer", [(600, None)]),
    ("set a timer called bread for an hour", [(3600, "bread")]),
    ("set a timer for the eggs for 7 minutes", [(420, "eggs")]),
    ("set a 20 minute timer for the pizza", [(1200, "pizza")]),
    ("set my tea break timer for four minutes", [(240, "tea break")]),
    ("start a timer for 90 seconds", [(90, None)]),
    ("I need a timer for half an hour", [(1800, None)]),
    ("give me a 15 minute timer", [(900, None)]),
    ("put on a timer for 12 minutes", [(720, None)]),
    ("start a second timer for 4 minutes", [(240, None)]),
    ("new timer, 8 minutes", [(480, None)]),
    ("countdown 30 seconds", [(30, None)]),
    ("count down from 10 seconds", [(10, None)]),
    ("set a 5 minute timer and a 10 minute timer", [(300, None), (600, None)]),
    ("set timers for 5 minutes and 10 minutes", [(300, None), (600, None)]),
    ("set two timers, one for 5 minutes and one for 1 hour", [(300, None), (3600, None)]),
    ("gimme a timer, hour and a half", [(5400, None)]),
    ("make a rice timer, like 11 and a half minutes", [(690, "rice")]),
    ("45 second timer go", [(45, None)]),
    ("start a timer for six minutes and another for 20", [(360, None), (1200, None)]),
    ("timers for 5 and 12 minutes", [(300, None), (720, None)]),
    ("two timers, 5 minutes and 12 minutes", [(300, None), (720, None)]),
    (
        "a timer for the rice 15 minutes and one for the fish 8 minutes",
        [(900, "rice"), (480, "fish")],
    ),
    ("noodle timer three minutes", [(180, "noodle")]),
    ("timer for uh six minutes", [(360, None)]),
    ("time me for two minutes", [(120, None)]),
    ("time 4 minutes for the steak", [(240, "steak")]),
    ("stick a timer on for ten minutes", [(600, None)]),
    ("pop a 5 minute timer on", [(300, None)]),
    ("can I get a ten minute timer", [(600, None)]),
    ("timer 10", [(600, None)]),
    ("25 minutes on the clock please", [(1500, None)]),
    ("set a timer for 20", [(1200, None)]),
]


@pytest.mark.parametrize(("text", "wanted"), STARTS)
def test_timers_are_started(text: str, wanted: list[tuple[float, str | None]]) -> None:
    found = chores(text)
    assert all(isinstance(one, StartTimer) for one in found)
    assert [(one.duration_s, one.name) for one in found if isinstance(one, StartTimer)] == wanted


def test_a_timer_knows_where_it_was_started() -> None:
    assert chores("5 minute timer", area_id="kitchen") == (
        StartTimer(duration_s=300, area_id=AreaId("kitchen")),
    )
    assert chores("set a timer in the office for 2 minutes") == (
        StartTimer(duration_s=120, area_id=AreaId("office")),
    )


CHANGES: list[tuple[str, str, tuple[str, ...], float]] = [
    ("stop the 5 minute timer", "cancel_timers", ("five",), 0),
    ("cancel the pasta timer", "cancel_timers", ("pasta",), 0),
    ("cancel the pasta", "cancel_timers", ("pasta",), 0),
    ("delete the timer in the kitchen", "cancel_timers", ("pasta",), 0),
    ("get rid of the second timer", "cancel_timers", ("five",), 0),
    ("turn off the last timer", "cancel_timers", ("laundry",), 0),
    ("cancel the timer for 5 minutes", "cancel_timers", ("five",), 0),
    ("stop the timer called pasta", "cancel_timers", ("pasta",), 0),
    ("cancel all timers", "cancel_timers", ("pasta", "five", "laundry"), 0),
    ("clear my timers", "cancel_timers", ("pasta", "five", "laundry"), 0),
    ("cancel every timer except the pasta one", "cancel_timers", ("five", "laundry"), 0),
    ("pause the pasta timer", "pause_timers", ("pasta",), 0),
    ("hold the five minute timer", "pause_timers", ("five",), 0),
    ("resume the laundry timer", "resume_timers", ("laundry",), 0),
    ("unpause the timer", "resume_timers", ("laundry",), 0),
    ("continue the timer", "resume_timers", ("laundry",), 0),
    ("start the laundry timer again", "resume_timers", ("laundry",), 0),
    ("add 5 minutes to the pasta timer", "extend_timers", ("pasta",), 300),
    ("add five more minutes to my pasta timer", "extend_timers", ("pasta",), 300),
    ("extend the laundry timer by half an hour", "extend_timers", ("laundry",), 1800),
    ("make the pasta timer 2 minutes longer", "extend_timers", ("pasta",), 120),
    ("put another minute on the pasta timer", "extend_timers", ("pasta",), 60),
    ("take 2 minutes off the pasta timer", "extend_timers", ("pasta",), -120),
    ("reduce the laundry timer by 10 minutes", "extend_timers", ("laundry",), -600),
    ("change the pasta timer to 10 minutes", "extend_timers", ("pasta",), 420),
    ("pause the pasta timer for a sec", "pause_timers", ("pasta",), 0),
    ("hold the pasta a moment", "pause_timers", ("pasta",), 0),
    ("bin the pasta timer", "cancel_timers", ("pasta",), 0),
    ("lose the pasta timer", "cancel_timers", ("pasta",), 0),
    ("never mind the pasta timer", "cancel_timers", ("pasta",), 0),
    ("knock 1 minute off the pasta", "extend_timers", ("pasta",), -60),
    ("another 2 minutes on the pasta", "extend_timers", ("pasta",), 120),
    ("let the laundry timer run again", "resume_timers", ("laundry",), 0),
    ("the pasta needs another 4 minutes", "extend_timers", ("pasta",), 240),
]


@pytest.mark.parametrize(("text", "op", "ids", "seconds"), CHANGES)
def test_timers_are_changed(text: str, op: str, ids: tuple[str, ...], seconds: float) -> None:
    [found] = chores(text)
    assert isinstance(found, ChangeTimers)
    assert (found.op, found.timer_ids, found.seconds) == (op, ids, seconds)


def test_a_timer_is_restarted() -> None:
    cancel, anew = chores("restart the pasta timer")
    assert isinstance(cancel, ChangeTimers)
    assert isinstance(anew, StartTimer)
    assert (cancel.timer_ids, anew.duration_s, anew.name) == (("pasta",), 720, "pasta")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("how long is left on the pasta timer?", ("pasta", "3 minutes left")),
        ("how much time is left on the pasta?", ("pasta", "3 minutes")),
        ("when does the pasta timer go off?", ("3 minutes",)),
        ("how's the laundry timer doing", ("laundry", "paused", "30 minutes")),
        ("what timers are running?", ("pasta", "5 minutes", "laundry")),
        ("do I have any timers?", ("pasta", "laundry")),
        ("how long left on my timer", ("pasta", "laundry")),
        ("how much time do I have left?", ("pasta",)),
        ("is the pizza timer still running?", ("no such timer",)),
        ("time left on the five minute timer", ("4 minutes",)),
        ("did my pasta timer go off?", ("3 minutes",)),
    ],
)
def test_questions_about_timers_are_answered(text: str, words: tuple[str, ...]) -> None:
    body = said(text)
    assert isinstance(body, Answer), body
    assert all(word in body.text for word in words), body.text


def test_without_timers_it_says_so() -> None:
    none = FakeKept()
    body = said("how long is left on my timer?", none)
    assert isinstance(body, Answer)
    assert "No timer" in body.text
    refused = said("cancel my timer", none)
    assert isinstance(refused, Refusal)
    assert refused.code == "no_target"


def test_several_timers_are_asked_about_and_the_answer_is_understood() -> None:
    asked = said("cancel my timer")
    assert isinstance(asked, Question)
    assert "pasta" in asked.text
    for text, ids in [
        ("the pasta one", ("pasta",)), ("the 5 minute one", ("five",)), ("the second", ("five",)),
        ("laundry", ("laundry",)), ("all of them", ("pasta", "five", "laundry")),
    ]:  # fmt: skip
        [found] = chores(text, last_said="cancel my timer")
        assert isinstance(found, ChangeTimers)
        assert (found.op, found.timer_ids) == ("cancel_timers", ids), text
    assert said("the green one", last_said="cancel my timer") is None


def test_the_length_is_asked_for_and_understood() -> None:
    assert isinstance(said("set a timer"), Question)
    assert chores("five minutes", last_said="set a timer") == (StartTimer(duration_s=300),)
    assert chores("for 10 minutes please", last_said="set a bread timer") == (
        StartTimer(duration_s=600, name="bread"),
    )
    assert said("five minutes", last_said="turn on the lamp") is None


def test_it_is_the_timer_spoken_of() -> None:
    started = (StartTimer(duration_s=300),)
    [found] = chores("cancel it", last_chores=started)
    assert isinstance(found, ChangeTimers)
    assert found.timer_ids == ("five",)
    [found] = chores("make it 10 minutes", last_chores=started)
    assert isinstance(found, ChangeTimers)
    assert found.seconds == 360
    [found] = chores("another 5 minutes more", last_chores=started)
    assert isinstance(found, ChangeTimers)
    assert (found.timer_ids, found.seconds) == (("five",), 300)
    assert said("cancel it", last_said="turn on the lamp") is None
    assert said("cancel it", last_said="cancel the pizza timer") is None
    [found] = chores("cancel it", last_said="how long is left on the pasta timer?")
    assert isinstance(found, ChangeTimers)
    assert found.timer_ids == ("pasta",)


def test_no_more_is_taken_off_than_is_left() -> None:
    assert isinstance(said("take 10 minutes off the pasta timer"), Refusal)


def test_a_timer_that_is_a_device_is_driven_as_one() -> None:
    body = said("start the tea timer")
    assert isinstance(body, Steps)
    assert body.steps[0].command.action == "timer.start"
    assert body.steps[0].targets == ("timer.tea",)
    assert said("set the oven timer to 10 minutes") is None, "a number, left to the other stages"


@pytest.mark.parametrize(
    "text",
    [
        "the timer in my oven is broken", "my timer app is great", "timers are useful",
        "the egg timer rang", "I set a timer for 5 minutes yesterday", "stop the music",
        "pause the TV", "how long is the movie", "how long until sunset", "turn on the oven timer",
        "turn off the lights in 5 minutes", "set a timer for 5 minutes to turn off the lights",
        "give the plants 5 minutes of water", "add milk to the shopping list", "pause",
        "turn the heating on for 10 minutes", "wake me in 10 minutes", "resume", "stop",
        "how much milk is left", "what's left on my shopping list", "when is dinner ready",
        "mom said set a timer for 5 minutes", "don't set a timer", "why did the timer ring",
        "if I set a timer for 5 minutes will it ring", "make it brighter", "cancel",
        "my husband started a timer for 5 minutes", "the kids set a timer for 5 minutes",
        "should I set a timer for 5 minutes?", "tell me how to set a timer for 5 minutes",
        "the sign said cancel my timer", "the pasta timer has 3 minutes left",
    ],
)  # fmt: skip
def test_other_sentences_are_left_alone(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("de", "stelle einen Timer auf 5 Minuten", 300), ("fr", ("mets un minuteur de 5"
         " minutes"), 300),
        ("es", "pon un temporizador de 5 minutos", 300), ("it", ("imposta un timer di 5"
         " minuti"), 300),
        ("nl", "zet een timer voor 5 minuten", 300), ("en", "start a 5 minute timer", 300),
    ],
)  # fmt: skip
def test_timers_are_started_in_six_languages(language: str, text: str, wanted: float) -> None:
    plan = FastMatcher(HOME, RUNNING).match(Request(text=text, language=language))
    assert plan is not None
    assert plan.chores == (StartTimer(duration_s=wanted),)


@pytest.mark.parametrize(
    ("language", "text", "ids"),
    [
        ("de", "pausiere den pasta Timer", ("pasta",)),
        ("fr", "annule tous les minuteurs", ("pasta", "five", "laundry")),
        ("es", "cancela todos los temporizadores", ("pasta", "five", "laundry")),
        ("nl", "annuleer alle timers", ("pasta", "five", "laundry")),
    ],
)
def test_timers_are_changed_in_other_languages(
    language: str, text: str, ids: tuple[str, ...]
) -> None:
    plan = FastMatcher(HOME, RUNNING).match(Request(text=text, language=language))
    assert plan is not None
    [found] = plan.chores
    assert isinstance(found, ChangeTimers)
    assert found.timer_ids == ids


@pytest.mark.parametrize(
    "text",
    [
        "how long's left on the pasta", "how much longer's the pasta got", "how's the pasta timer",
        "when's the pasta timer done", "what've I got left on the pasta timer",
        "how many minutes are left on pasta", "is the pasta timer done yet",
    ],
)  # fmt: skip
def test_short_questions_about_a_timer_are_answered(text: str) -> None:
    body = said(text)
    assert isinstance(body, Answer), (text, body)
    assert "3 minutes" in body.text


@pytest.mark.parametrize("text", ["make that 15", "no, 15", "15 instead", "sorry, make it fifteen"])
def test_a_timer_just_started_takes_another_length(text: str) -> None:
    started = timer("new", 10)
    before = StartTimer(duration_s=600)
    body = said(text, FakeKept(timers=[started]), last_chores=(before,),
                last_said="set a timer for 10 minutes")  # fmt: skip
    assert isinstance(body, Chores), body
    assert body.chores == (ChangeTimers(op="extend_timers", timer_ids=("new",), seconds=300),)


@pytest.mark.parametrize("text", ["add five more", "5 more", "another five"])
def test_a_timer_just_started_is_made_longer(text: str) -> None:
    before = StartTimer(duration_s=600)
    body = said(text, FakeKept(timers=[timer("new", 10)]), last_chores=(before,),
                last_said="set a timer for 10 minutes")  # fmt: skip
    assert isinstance(body, Chores), body
    assert body.chores == (ChangeTimers(op="extend_timers", timer_ids=("new",), seconds=300),)


def test_a_bare_number_is_no_new_length_where_no_timer_was_started() -> None:
    assert said("make that 15", last_said="turn the desk lamp to 10 percent") is None
