"""Dialogue: short answers mean something only where something was asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hub.home.chores import ChangeRules, StartTimer
from hub.home.home import Home
from hub.home.ids import EntityId, UserId
from hub.home.model import Source
from hub.home.plan import (
    Answer,
    Body,
    Chores,
    Effect,
    Heard,
    Outcome,
    Plan,
    PlanResult,
    Question,
    Refusal,
    Request,
    Status,
    Step,
    Steps,
    StepVerdict,
    Verdict,
)
from hub.home.speech import Expecting
from hub.language.dialogue import (
    Accept,
    Approve,
    Choose,
    Dialogue,
    GivePin,
    Reject,
    UnclearPin,
    Undo,
    without_pin,
)
from hub.language.pin_in_order import OrderWithPin
from tests.language.home_for_tests import small_home


class Clock:
    """A time that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


HOME = small_home()
ASKED = Request(text="unlock the front door", conversation_id="c")


def name_of(entity_id: EntityId, home: Home = HOME) -> str:
    area = home.area_of(home.entity(entity_id))
    return f"{home.entity(entity_id).name} {area.name if area else ''}"


def unlock() -> Plan:
    step = Step.model_validate(
        {"command": {"action": "lock.unlock"}, "targets": ("lock.front_door",)}
    )
    return Plan(request=ASKED, body=Steps(steps=(step,)), planner="matcher")


def waiting(approval_id: str | None = "a1") -> PlanResult:
    verdict = Verdict(effect=Effect.CONFIRM, policy="doors", reason="doors are asked about")
    return PlanResult(plan=unlock(), verdict=verdict, approval_id=approval_id)


def said(text: str, conversation: str = "c") -> Request:
    return Request(text=text, conversation_id=conversation)


@pytest.mark.parametrize(
    "text",
    [
        "sure, why not",
        "ok go on then",
        "yep, sounds good",
        "yes",
        "Yes, please!",
        "do it",
        "OK",
        "ja",
        "oui",
        "sí",
        "sì",
        "ja graag",
        "Ja, bitte.",
    ],
)
def test_yes_approves_what_waits(text: str) -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    assert dialogue.interpret(said(text)) == Approve("a1")


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "nope, leave it",
        "nah don't bother",
        "cancel",
        "No, thanks",
        "nein",
        "non",
        "nee",
        "never mind",
    ],
)
def test_no_rejects_what_waits(text: str) -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    assert dialogue.interpret(said(text)) == Reject("a1")


@pytest.mark.parametrize(
    "text", ["yes turn on the light", "not yes", "no problem", "yesterday", "say yes", ""]
)
def test_only_a_plain_answer_counts(text: str) -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    assert dialogue.interpret(said(text)) is None


def test_yes_means_nothing_elsewhere_later_or_twice() -> None:
    clock = Clock()
    dialogue = Dialogue(clock)
    assert dialogue.interpret(said("yes")) is None
    dialogue.remember_result(waiting())
    assert dialogue.interpret(said("yes", "other")) is None
    assert dialogue.interpret(Request(text="yes")) is None
    dialogue.settle_approval("c")
    assert dialogue.interpret(said("yes")) is None
    dialogue.remember_result(waiting())
    clock.time += timedelta(minutes=5, seconds=1)
    assert dialogue.interpret(said("yes")) is None


def test_a_new_plan_replaces_what_waited() -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    dialogue.remember_result(waiting(None))
    assert dialogue.interpret(said("yes")) is None


@pytest.mark.parametrize(
    "text", ["undo that", "Undo", "no, undo that please", "mach das rückgängig", "take it back"]
)
def test_undo_names_the_last_plan(text: str) -> None:
    dialogue = Dialogue(Clock())
    result = waiting(None)
    dialogue.remember_result(result)
    assert dialogue.interpret(said(text)) == Undo(result.plan.id)


def test_a_question_is_answered_by_name_place_or_number() -> None:
    lamps = (EntityId("light.lamp_a"), EntityId("light.lamp_b"))
    request = Request(text="turn off the reading lamp", conversation_id="c")
    body = Question(text="Which one?", options=lamps)
    dialogue = Dialogue(Clock(), name_of)
    plan = Plan(request=request, body=body, planner="matcher")
    for text, lamp in [
        ("the one in the bedroom", 0), ("the second one", 1), ("living room, please", 1)
    ]:  # fmt: skip
        dialogue.remember_plan(plan)
        assert dialogue.interpret(said(text)) == Choose((lamps[lamp],), request)
        assert dialogue.interpret(said(text)) is None, "a question is answered once"
    dialogue.remember_plan(plan)
    assert dialogue.interpret(said("the reading lamp")) is None
    assert dialogue.interpret(said("neither")) == Reject(None)
    assert dialogue.interpret(said("never mind")) == Reject(None)


def test_yes_to_a_question_accepts_what_it_proposed() -> None:
    dialogue = Dialogue(Clock())
    steps = unlock().steps
    question = Question(text="Did you mean to unlock the front door?", proposal=steps)
    plan = Plan(request=ASKED, body=question, planner="model")
    dialogue.remember_plan(plan)
    assert dialogue.interpret(said("yes", "another")) is None
    assert dialogue.interpret(said("ok, thanks")) is None
    assert dialogue.interpret(said("yes")) == Accept(steps, ASKED)
    assert dialogue.interpret(said("yes")) is None
    dialogue.remember_plan(plan)
    assert dialogue.interpret(said("no")) == Reject(None)


@pytest.mark.parametrize(
    "text", ["ok, thanks", "Okay thank you", "thank you", "ok danke", "thanks"]
)
def test_thanks_are_no_yes(text: str) -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    assert dialogue.interpret(said(text)) is None


@pytest.mark.parametrize(
    "body", [Answer(text="20 °C"), Refusal(text="no"), Question(text="Which?"), unlock().body]
)
def test_what_is_said_in_between_lets_go_of_what_waited(
    body: Answer | Refusal | Question | Steps,
) -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    dialogue.remember_plan(Plan(request=said("how warm is it"), body=body, planner="matcher"))
    assert dialogue.interpret(said("yes")) is None


def test_only_who_was_asked_answers() -> None:
    dialogue = Dialogue(Clock())
    dialogue.remember_result(waiting())
    other = Request(text="ok", conversation_id="c", user_id=UserId("u2"))
    assert dialogue.interpret(other) is None
    assert dialogue.interpret(said("ok")) == Approve("a1")


LAMPS = (EntityId("light.lamp_a"), EntityId("light.lamp_b"), EntityId("light.desk_lamp"))
TURN_OFF = Request(text="turn off the reading lamp", conversation_id="c")


def which() -> Dialogue:
    dialogue = Dialogue(Clock(), name_of)
    body = Question(text="Which one?", options=LAMPS)
    dialogue.remember_plan(Plan(request=TURN_OFF, body=body, planner="matcher"))
    return dialogue


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("all of them", (0, 1, 2)), ("all", (0, 1, 2)), ("alle bitte", (0, 1, 2)),
        ("the first and the third", (0, 2)), ("bedroom and desk", (0, 2)), ("the last one", (2,)),
        ("the one in the living room", (1,)), ("I mean the desk lamp", (2,)), ("number two", (1,)),
        ("just the bedroom one please", (0,)), ("the second one", (1,)),
        ("let's take the desk", (2,)),
    ],
)  # fmt: skip
def test_one_or_several_are_chosen(text: str, chosen: tuple[int, ...]) -> None:
    assert which().interpret(said(text)) == Choose(tuple(LAMPS[n] for n in chosen), TURN_OFF)


@pytest.mark.parametrize("text", ["neither", "none of them", "none", "keine", "no"])
def test_none_is_chosen(text: str) -> None:
    assert which().interpret(said(text)) == Reject(None)


@pytest.mark.parametrize(
    "text",
    ["the reading lamp", "the bedroom and the moon", "turn on the desk lamp", "all lights off",
     "yes", "the fourth one", "thanks"],
)  # fmt: skip
def test_what_chooses_nothing_is_a_new_sentence(text: str) -> None:
    assert which().interpret(said(text)) is None


def test_not_the_one_is_the_other_of_two() -> None:
    dialogue = Dialogue(Clock(), name_of)
    body = Question(text="Which one?", options=LAMPS[:2])
    dialogue.remember_plan(Plan(request=TURN_OFF, body=body, planner="matcher"))
    assert dialogue.interpret(said("not the one in the bedroom")) == Choose((LAMPS[1],), TURN_OFF)


def test_yes_to_a_question_accepts_its_chores() -> None:
    dialogue = Dialogue(Clock())
    chores = (ChangeRules(op="delete_rules", rule_ids=("a", "b")),)
    question = Question(text="Shall I delete both?", chores=chores)
    dialogue.remember_plan(Plan(request=ASKED, body=question, planner="chores"))
    assert dialogue.interpret(said("ok, thanks")) is None
    assert dialogue.interpret(said("yes")) == Accept((), ASKED, chores)


def remembered(*bodies: Body) -> Request:
    dialogue = Dialogue(Clock())
    for body in bodies:
        dialogue.remember_plan(Plan(request=said("before"), body=body, planner="matcher"))
    return dialogue.reminded(said("turn it off"))


def test_a_request_is_reminded_of_what_was_done() -> None:
    found = remembered(unlock().body)
    assert found.spoken_of == ("lock.front_door",)
    assert found.last_steps == unlock().steps


def test_a_request_is_reminded_of_what_was_asked_about() -> None:
    found = remembered(unlock().body, Answer(text="It is on.", entities=LAMPS[:1]))
    assert (found.spoken_of, found.last_steps, found.last_said) == (LAMPS[:1], (), "before")


def test_talk_in_between_changes_nothing_spoken_of() -> None:
    found = remembered(unlock().body, Answer(text="You're welcome."))
    assert found.spoken_of == ("lock.front_door",)


def test_a_request_is_reminded_of_chores() -> None:
    chore = StartTimer(duration_s=300)
    found = remembered(Chores(chores=(chore,)))
    assert (found.last_chores, found.last_said) == ((chore,), "before")


@pytest.mark.parametrize("body", [Refusal(text="no"), Question(text="Which?", options=LAMPS)])
def test_what_came_to_nothing_leaves_nothing_to_refer_to(body: Body) -> None:
    found = remembered(unlock().body, body)
    assert (found.spoken_of, found.last_steps, found.last_chores) == ((), (), ())


def test_memory_is_of_one_user_in_one_conversation_for_minutes() -> None:
    clock = Clock()
    dialogue = Dialogue(clock)
    dialogue.remember_plan(unlock())
    for request in (
        said("turn it off", "other"),
        Request(text="turn it off"),
        Request(text="turn it off", conversation_id="c", user_id=UserId("u2")),
    ):
        assert dialogue.reminded(request) == request
    assert dialogue.reminded(said("turn it off")).spoken_of
    clock.time += timedelta(minutes=5, seconds=1)
    assert not dialogue.reminded(said("turn it off")).spoken_of


@pytest.mark.parametrize(
    ("status", "has_moved"),
    [(Status.DONE, True), (Status.UNVERIFIED, True), (Status.DENIED, False), (None, False)],
)
def test_it_is_known_whether_the_last_plan_moved_anything(
    status: Status | None, *, has_moved: bool
) -> None:
    result = waiting(None)
    if status is not None:
        outcome = Outcome(
            step=0, entity_id=EntityId("lock.front_door"), action="lock.unlock", status=status
        )
        result = replace(result, outcomes=(outcome,))
    dialogue = Dialogue(Clock())
    dialogue.remember_result(result)
    memory = dialogue.memory("c")
    assert memory is not None
    assert memory.has_moved is has_moved


def waiting_result(plan: Plan) -> PlanResult:
    word = StepVerdict(
        step=0,
        entity_id=EntityId("lock.front_door"),
        effect=Effect.PIN,
        policy="doors",
        reason="doors want a PIN",
    )
    verdict = Verdict(effect=Effect.PIN, policy="doors", reason="doors want a PIN", steps=(word,))
    return PlanResult(plan=plan, verdict=verdict, approval_id="a1")


def waiting_for_a_pin() -> Dialogue:
    dialogue = Dialogue(Clock(), name_of)
    dialogue.remember_result(waiting_result(unlock()))
    return dialogue


def said_next(text: str, conversation_id: str | None = "c") -> Request:
    return Request(text=text, conversation_id=conversation_id)


@pytest.mark.parametrize(
    "heard",
    ["1, 2, 3, 4", "1 to 3 4", "one two three for", "9 9 9 9", "nein eins zwei drei"],
)
def test_what_sounds_like_the_pin_that_is_awaited_is_one(heard: str) -> None:
    dialogue = waiting_for_a_pin()
    assert dialogue.gives_pin(said_next(heard))
    assert isinstance(dialogue.interpret(said_next(heard)), GivePin)


@pytest.mark.parametrize("heard", ["12", "one won", "my pin is mumble", "wanted to see for"])
def test_a_pin_gone_wrong_is_masked_and_asked_for_again(heard: str) -> None:
    dialogue = waiting_for_a_pin()
    assert dialogue.gives_pin(said_next(heard))
    assert dialogue.interpret(said_next(heard)) == UnclearPin("a1")
    assert not dialogue.gives_pin(said_next(heard, "another")) or "pin" in heard


@pytest.mark.parametrize("said", ["yes", "no", "never mind", "nein", "turn off the lights", "undo"])
def test_other_words_are_no_pin_though_one_is_awaited(said: str) -> None:
    assert not waiting_for_a_pin().gives_pin(said_next(said))


@pytest.mark.parametrize("said", ["1234", "my pin is 1 2 3 4", "unlock the door, pin 1 2"])
@pytest.mark.parametrize("conversation_id", ["c", None])
def test_a_pin_that_nobody_asked_for_is_masked_as_well(
    said: str, conversation_id: str | None
) -> None:
    dialogue = Dialogue(Clock(), name_of)
    request = said_next(said, conversation_id)
    assert dialogue.gives_pin(request)
    meant = dialogue.interpret(request)
    assert isinstance(meant, GivePin)
    assert meant.approval_id is None


def test_an_order_with_its_pin_is_shown_without_it() -> None:
    dialogue = Dialogue(Clock(), name_of)
    heard = Heard(
        text="Unlock the front door, pin 1 2 3 4.",
        others=("unlock the front door been 1234", "unlock the front floor pin one two three four"),
        confidence=0.8,
    )
    request = replace(said_next(heard.text), heard=heard)
    assert dialogue.shown(request) == "Unlock the front door ••••"
    meant = dialogue.interpret(request)
    assert meant == OrderWithPin("Unlock the front door", "1234")
    without = without_pin(request, meant)
    assert without.text == "Unlock the front door"
    assert without.heard is not None
    assert without.heard.others == ("unlock the front door", "unlock the front floor")
    assert without.heard.confidence == 0.8
    assert "1" not in repr(without.heard).replace("is_speech=1.0", "")
    assert dialogue.shown(said_next("turn on the light")) == "turn on the light"
    assert dialogue.shown(said_next("my pin is 1234")) == "••••"


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("unlock the front door, PIN 1234", None),
        ("yes, unlock it, PIN 1234", None),
        ("the pin is 1234", None),
        ("why not, PIN 1234", None),
        ("unlock the front door, PIN 2580, no, 1234", None),
        ("go ahead with 1234", None),
        ("unlock the front door 1234", None),
        ("unlock the back door, PIN 1234", "unlock the back door"),
        ("no, the back door, PIN 1234", "no, the back door"),
        ("the back door instead, 1234", "the back door instead"),
        ("open the back door, PIN 1234", "open the back door"),
        ("lock the back door, PIN 1234", "lock the back door"),
        ("lock the front door, PIN 1234", "lock the front door"),
        ("do not ever unlock it, PIN 1234", "do not ever unlock it"),
        ("turn off the lights, PIN 1234", "turn off the lights"),
        ("disarm the alarm, code 1 2 3 4", "disarm the alarm"),
    ],
)
def test_where_a_pin_is_awaited_one_of_another_order_is_for_that(
    said: str, order: str | None
) -> None:
    dialogue = waiting_for_a_pin()
    meant = dialogue.interpret(said_next(said))
    expected = GivePin("a1", "1234") if order is None else OrderWithPin(order, "1234")
    assert meant == expected
    assert dialogue.gives_pin(said_next(said))


@pytest.mark.parametrize(
    "said",
    ["don't, PIN 1234", "cancel that, PIN 1234", "no, 1234", "nein 1234", "do not, PIN 1234",
     "stop 1234", "don't unlock the front door, PIN 1234", "no, cancel it, my PIN is 1 2 3 4"],
)  # fmt: skip
def test_a_pin_said_with_a_no_is_a_no(said: str) -> None:
    dialogue = waiting_for_a_pin()
    assert dialogue.interpret(said_next(said)) == Reject("a1", has_pin=True)
    assert dialogue.shown(said_next(said)) == "••••"


@pytest.mark.parametrize(
    "said",
    [
        "the lamp instead 1234",
        "2580 why not 4711",
        "do not open it 1234",
        "set it to 2700 kelvin",
        "keep 1234",
    ],
)
def test_a_number_among_other_words_opens_nothing_that_waits(said: str) -> None:
    dialogue = waiting_for_a_pin()
    assert dialogue.interpret(said_next(said)) == UnclearPin("a1")
    assert dialogue.shown(said_next(said)) == "••••"


@pytest.mark.parametrize(
    ("best", "other"),
    [
        ("lock the front door being for 711", "unlock the front door, PIN 4711"),
        ("arm the alarm bin for 711", "disarm the alarm, pin 4711"),
        ("unlock the front door pen won too", "unlock it, pin 4711"),
        ("don't unlock the front door", "unlock the front door, pin 4711"),
        ("turn on the light", "unlock the front door, pin 4711"),
    ],
)
def test_another_reading_gives_no_order(best: str, other: str) -> None:
    request = replace(said_next(best), heard=Heard(text=best, others=(other,)))
    for dialogue, meant in (
        (Dialogue(Clock(), name_of), GivePin(None, "")),
        (waiting_for_a_pin(), UnclearPin("a1")),
    ):
        assert dialogue.interpret(request) == meant
        assert dialogue.shown(request) == "••••"


def test_an_order_with_its_pin_among_the_other_readings_is_one() -> None:
    dialogue = Dialogue(Clock(), name_of)
    for text in ("unlock it pen won too", "Unlock it. Pin 124.", "unlock it"):
        heard = Heard(text=text, others=("unlock", "unlock it, pin 1234"))
        request = replace(said_next(heard.text), heard=heard)
        assert dialogue.gives_pin(request)
        assert dialogue.interpret(request) == OrderWithPin("unlock it", "1234")
    alone = replace(said_next("Unlock it. Pin 124."), heard=Heard(text="", others=("1234",)))
    assert dialogue.interpret(alone) == GivePin(None, "")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("unlock the front door 4", True), ("open the front door four", True), ("4", True),
        ("turn off the alarm 4", True), ("unlock the front door, PIN 4", True),
        ("schalte den Backofen ein 4", True), ("unlock the front door", False), ("", False),
        ("unlock the front door at 6", False), ("set the light to 2", False),
        ("set a timer for ten", False), ("turn on lamp 2", False),
    ],
)  # fmt: skip
def test_a_pin_is_seen_from_its_first_digit_on(text: str, *, begins: bool) -> None:
    assert Dialogue(Clock(), name_of).begins_pin(said_next(text)) is begins


def test_to_ask_whether_it_is_a_pin_changes_nothing() -> None:
    dialogue = waiting_for_a_pin()
    before = dialogue.memory("c")
    for text in ("1234", "yes", "no", "12", "the second one"):
        dialogue.gives_pin(said_next(text))
        dialogue.expecting("c", None)
    assert dialogue.memory("c") == before


def test_what_is_expected_next() -> None:
    clock = Clock()
    dialogue = Dialogue(clock, name_of)
    assert dialogue.expecting(None, None) is Expecting.ORDER
    assert dialogue.expecting("c", None) is Expecting.ORDER
    dialogue.remember_result(waiting())
    assert dialogue.expecting("c", None) is Expecting.ANSWER
    assert dialogue.expecting("c", UserId("anna")) is Expecting.ORDER
    dialogue.remember_plan(Plan(request=ASKED, body=Question(text="Which?"), planner="matcher"))
    assert dialogue.expecting("c", None) is Expecting.ANSWER
    assert waiting_for_a_pin().expecting("c", None) is Expecting.PIN
    clock.time += timedelta(minutes=6)
    assert dialogue.expecting("c", None) is Expecting.ORDER


def test_a_pin_among_the_other_readings_is_taken_and_masked() -> None:
    heard = Heard(text="wanted to see the moor", others=("one two see for", "1234"))
    request = replace(said_next(heard.text), heard=heard)
    dialogue = waiting_for_a_pin()
    assert dialogue.gives_pin(request)
    assert dialogue.interpret(request) == GivePin("a1", "1234")
    assert Dialogue(Clock()).gives_pin(request)
    yes = replace(said_next("yes"), heard=Heard(text="yes", others=("1234",)))
    assert dialogue.interpret(yes) == Approve("a1")


def test_a_pin_is_no_answer_to_what_offers_a_choice_or_a_yes() -> None:
    dialogue = Dialogue(Clock(), name_of)
    lamps = (EntityId("light.kitchen"), EntityId("light.bedroom"))
    for question, is_masked in (
        (Question(text="Which one?", options=lamps), True),
        (Question(text="Unlock it?", proposal=unlock().steps), True),
        (Question(text="At what time?"), False),
    ):
        dialogue.remember_plan(Plan(request=ASKED, body=question, planner="matcher"))
        assert dialogue.gives_pin(said_next("18 30")) is is_masked


def test_who_is_asked_for_a_pin_is_masked_wherever_they_are_heard() -> None:
    """A client may have speech turned into words first, and send these into the conversation."""
    dialogue, anna = Dialogue(Clock(), name_of), UserId("anna")
    asked = replace(unlock(), request=replace(ASKED, user_id=anna))
    result = waiting_result(asked)
    heard = Request(text="one to free for", source=Source.VOICE, user_id=anna)
    assert not dialogue.gives_pin(heard)
    dialogue.remember_result(result)
    assert dialogue.gives_pin(heard)
    assert not dialogue.gives_pin(replace(heard, user_id=UserId("ben")))
    assert not dialogue.gives_pin(replace(heard, text="turn on the lights"))
