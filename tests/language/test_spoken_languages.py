"""What voice says is said in the speaker's language, whichever of the six it is."""

import string
from dataclasses import replace
from datetime import UTC, time, timedelta
from pathlib import Path

import pytest

from hub.executor.approvals import MOST_WRONG_PINS
from hub.home.actions import parse_command
from hub.home.chores import ChangeRules, ChangeTimers, KeepRules, StartTimer
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.plan import (
    Answer,
    Body,
    ChoreOutcome,
    Chores,
    Effect,
    Plan,
    PlanResult,
    Question,
    Refusal,
    Request,
    Status,
    Steps,
    Verdict,
)
from hub.home.rules import WEEKDAYS, AnyTrigger, Rule, SunTrigger, TimeCondition, TimeTrigger
from hub.home.speech import Failure
from hub.home.step import Step
from hub.language.matcher import FastMatcher
from hub.language.replies import reply
from hub.language.speech import TABLES
from hub.language.timer_telling import TimersInWords
from hub.voice.replies import TEXTS, reply_to
from tests.language.home_for_tests import put, small_home
from tests.support.kept import NOW, FakeKept, timer

LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
LAMP = EntityId("light.desk")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_six_languages_are_spoken() -> None:
    assert set(TABLES) == set(TEXTS) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_there_in_each_language_with_the_same_values(language: str) -> None:
    english, own = TABLES["en"], TABLES[language]
    assert [key for key in english if key not in own] == []
    others = {key: placeholders(text) for key, text in own.items() if key in english}
    assert others == {key: placeholders(text) for key, text in english.items()}
    # What English needs no table for, such as the words for states, all others have.
    if language != "en":
        assert set(own) == set(TABLES["de"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_failure_of_voice_has_words_in_each_language_or_in_none(language: str) -> None:
    assert set(TEXTS[language]) == set(TEXTS["en"])
    said = {reply_to(failure, language) for failure in Failure} - {""}
    assert len(said) == len(TEXTS["en"])


@pytest.mark.parametrize(
    ("language", "done", "late"),
    [
        ("en", "Your pizza timer is done.", "Your pizza timer was done 7 minutes ago"),
        ("de", "Dein Pizza-Timer ist abgelaufen.", "Dein Pizza-Timer ist vor 7 Minuten"),
        ("fr", "Votre minuteur pizza est terminé.", "Votre minuteur pizza s'est terminé il y a 7"),
        ("es", "Tu temporizador pizza ha terminado.", "Tu temporizador pizza terminó hace 7"),
        ("it", "Il tuo timer pizza è scaduto.", "Il tuo timer pizza è scaduto 7 minuti fa"),
        ("nl", "Je pizza-timer is afgelopen.", "Je pizza-timer is 7 minuten geleden"),
    ],
)
def test_a_timer_ends_in_the_language_it_was_set_in(language: str, done: str, late: str) -> None:
    pizza = replace(timer("pizza", 10, name="pizza"), language=language)
    assert TimersInWords().done(pizza) == done
    assert TimersInWords().was_done(pizza, 7).startswith(late)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "5 minute timer"), ("de", "Timer über 5 Minuten"), ("fr", "minuteur de 5 minutes"),
        ("es", "temporizador de 5 minutos"), ("it", "timer di 5 minuti"),
        ("nl", "timer van 5 minuten"),
    ],
)  # fmt: skip
def test_a_timer_without_a_name_is_called_by_its_length(language: str, name: str) -> None:
    five = replace(timer("five", 5), language=language)
    assert TimersInWords().name(five) == name


def test_a_name_that_says_timer_says_it_once() -> None:
    nudel = replace(timer("n", 8, name="Nudeltimer"), language="de")
    assert TimersInWords().name(nudel) == "Nudeltimer"


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("de", "Stell einen Timer auf zehn Minuten", "Timer gestellt: 10 Minuten."),
        ("de", "Nudeltimer 1 Stunde und 15 Minuten", "Nudel-Timer gestellt: 1 Stunde 15 Minuten."),
        ("fr", "mets un minuteur de 5 minutes", "Minuteur réglé : 5 minutes."),
        ("es", "pon un temporizador de media hora", "Temporizador puesto: 30 minutos."),
        ("it", "imposta un timer di dieci minuti", "Timer impostato: 10 minuti."),
        ("nl", "zet de kookwekker op 20 minuten", "Timer gezet: 20 minuten."),
    ],
)
def test_a_timer_is_set_in_words_of_who_asked(language: str, said: str, told: str) -> None:
    assert after(planned(said, language), language) == told


KEPT = FakeKept(timers=[timer("pizza", 12, name="pizza", left=3, area="kitchen"), timer("t", 5)])


@pytest.mark.parametrize(
    ("language", "said", "told"),
    [
        ("de", "Wie lange läuft der Pizza Timer noch?", "Pizza-Timer (Kitchen): noch 3 Minuten."),
        ("de", "Brich den Nudel Timer ab", "Diesen Timer gibt es nicht."),
        ("de", "Brich den Timer ab", "Welchen meinst du: Pizza-Timer (Kitchen) oder Timer über 5"),
        (
            "fr",
            "combien de temps reste-t-il au minuteur pizza ?",
            "Minuteur pizza (Kitchen) : enco",
        ),
        ("nl", "hoe lang nog op de pizza timer?", "Pizza-timer (Kitchen): nog 3 minuten."),
    ],
)
def test_timers_are_spoken_of_in_words_of_who_asked(language: str, said: str, told: str) -> None:
    body = planned(said, language, KEPT)
    assert isinstance(body, Answer | Question | Refusal), body
    assert body.text.startswith(told)


@pytest.mark.parametrize(
    ("language", "none"),
    [
        ("de", "Es läuft kein Timer."), ("fr", "Aucun minuteur n'est en cours."),
        ("es", "No hay ningún temporizador en marcha."), ("it", "Nessun timer in corso."),
        ("nl", "Er loopt geen timer."),
    ],
)  # fmt: skip
def test_what_became_of_timers_is_told_in_each_language(language: str, none: str) -> None:
    body = planned(CANCEL[language], language, FakeKept())
    assert isinstance(body, Refusal)
    assert body.text == none
    ids = ("a",)
    for op in ("cancel_timers", "pause_timers", "resume_timers", "extend_timers"):
        chore = ChangeTimers.model_validate({"op": op, "timer_ids": ids, "seconds": 60})
        told = after(Chores(chores=(chore,)), language, ("Pizza",))
        english = after(Chores(chores=(chore,)), "en", ("Pizza",))
        assert told.startswith("Pizza")
        assert told.split(":")[-1] not in english


CANCEL = {
    "de": "Brich den Timer ab", "fr": "annule le minuteur", "es": "cancela el temporizador",
    "it": "annulla il timer", "nl": "annuleer de timer",
}  # fmt: skip

LATER = TimeTrigger(at=NOW + timedelta(minutes=10))
TOMORROW = TimeTrigger(at=NOW + timedelta(days=1))
NEXT_WEEK = TimeTrigger(at=NOW + timedelta(days=6))


@pytest.mark.parametrize(
    ("language", "trigger", "told"),
    [
        ("de", LATER, "Ist vorgemerkt: Desk: aus, um 12:10."),
        ("de", TOMORROW, "Ist vorgemerkt: Desk: aus, morgen um 12:00."),
        ("de", NEXT_WEEK, "Ist vorgemerkt: Desk: aus, am Mittwoch, dem 7. Januar, um 12:00."),
        ("fr", LATER, "C'est noté : Desk: éteinte, à 12:10."),
        ("es", LATER, "Queda apuntado: Desk: apagada, a las 12:10."),
        ("it", LATER, "Ne tengo conto: Desk: spenta, alle 12:10."),
        ("nl", LATER, "Genoteerd: Desk: uit, om 12:10."),
    ],
)
def test_an_order_for_later_is_told_in_each_language(
    language: str, trigger: AnyTrigger, told: str
) -> None:
    chores = Chores(chores=(KeepRules(rules=(rule(trigger, once=True),)),))
    assert after(chores, language) == told


def test_an_order_for_every_day_is_told_with_its_days() -> None:
    daily = rule(TimeTrigger(at=time(7, 30)))
    assert "um 07:30, jeden Tag" in after(Chores(chores=(KeepRules(rules=(daily,)),)), "de")
    dusk = rule(SunTrigger(event="sunset"), TimeCondition(weekday=WEEKDAYS))
    said = after(Chores(chores=(KeepRules(rules=(dusk,)),)), "de")
    assert "bei Sonnenuntergang, werktags" in said
    monday = rule(TimeTrigger(at=time(7)), TimeCondition(weekday=("mon", "sat")))
    assert "chaque lundi et samedi" in after(Chores(chores=(KeepRules(rules=(monday,)),)), "fr")


def test_a_rule_with_more_to_it_is_told_by_its_name() -> None:
    evening = rule(TimeTrigger(at=time(7)), TimeCondition(after=time(18)))
    told = after(Chores(chores=(KeepRules(rules=(evening,)),)), "de")
    assert told == "Ist vorgemerkt: „desk off“."
    gone = Chores(chores=(ChangeRules(op="delete_rules", rule_ids=("r",)),))
    assert after(gone, "de", ("desk off",)) == "Nicht mehr vorgemerkt: „desk off“."


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_what_is_not_allowed_says_why_in_each_language(language: str) -> None:
    """The reason is the guard's own, of a chore that a guest may not have done."""
    chore = ChangeTimers(op="cancel_timers", timer_ids=("t",))
    reason = "guests may set timers and change their own, but keep nothing else"
    refused = ChoreOutcome(chore=0, status=Status.DENIED, detail=reason)
    told = reply(HOME, result_of(Chores(chores=(chore,)), language, (refused,), Effect.DENY))
    assert told
    assert "guests" not in told


@pytest.mark.parametrize(
    ("language", "act"),
    [
        ("de", "unscharf schalten"), ("fr", "désarmer"), ("es", "desarmar"),
        ("it", "disinserire"), ("nl", "uitschakelen"),
    ],
)  # fmt: skip
def test_what_waits_for_a_yes_is_named_in_each_language(language: str, act: str) -> None:
    alarm = EntityId("alarm_control_panel.house")
    step = Step(command=parse_command("alarm_control_panel.alarm_disarm", {}), targets=(alarm,))
    plan = Plan(
        request=Request(text="", language=language), body=Steps(steps=(step,)), planner="test"
    )
    waits = Verdict(effect=Effect.CONFIRM, policy="test", reason="a test")
    told = reply(HOME, PlanResult(plan=plan, verdict=waits, approval_id="a"))
    assert f": {act}" in told


def test_what_the_owner_wrote_stays_as_it_was_written() -> None:
    refused = ChoreOutcome(chore=0, status=Status.DENIED, detail="nicht nach acht")
    chores = Chores(chores=(StartTimer(duration_s=60),))
    told = reply(HOME, result_of(chores, "de", (refused,), Effect.DENY))
    assert told == "Nicht erlaubt: nicht nach acht."


def test_the_reasons_that_are_known_are_those_of_the_guard() -> None:
    """A reason that was reworded would be English again in all languages."""
    told = {key.removeprefix("reason.") for key in TABLES["de"] if key.startswith("reason.")}
    root = Path(__file__).parents[2]
    sources = [
        *(root / "hub" / "guard").glob("*.py"),
        *(root / "hub" / "executor").glob("*.py"),
        root / "rules" / "policy.yaml",
    ]
    written = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    made = {f"{MOST_WRONG_PINS} wrong PINs were given", "already approved", "already rejected"}
    assert [reason for reason in told - made if reason not in written] == []


def home() -> Home:
    house = small_home()
    house.now = lambda: NOW
    put(house, LAMP, "Desk", "kitchen", state="on")
    return house


HOME = home()


def rule(
    trigger: AnyTrigger, condition: TimeCondition | None = None, *, once: bool = False
) -> Rule:
    step = Step(command=parse_command("light.turn_off", {}), targets=(LAMP,))
    conditions = () if condition is None else (condition,)
    return Rule(
        alias="desk off", triggers=(trigger,), conditions=conditions, actions=(step,), once=once
    )


def planned(said: str, language: str, kept: FakeKept | None = None) -> Body:
    plan = FastMatcher(HOME, kept=kept).match(Request(text=said, language=language, at=NOW))
    assert plan is not None, said
    return plan.body


def after(body: Body, language: str, names: tuple[str, ...] = ()) -> str:
    """Return what is said when the chores of a plan were done."""
    assert isinstance(body, Chores), body
    done = tuple(
        ChoreOutcome(chore=number, status=Status.DONE, named=names)
        for number, _ in enumerate(body.chores)
    )
    return reply(HOME, result_of(body, language, done, Effect.ALLOW), zone=UTC)


def result_of(
    body: Chores, language: str, outcomes: tuple[ChoreOutcome, ...], effect: Effect
) -> PlanResult:
    plan = Plan(request=Request(text="", language=language), body=body, planner="test")
    verdict = Verdict(effect=effect, policy="test", reason="a test")
    return PlanResult(plan=plan, verdict=verdict, chores=outcomes)
