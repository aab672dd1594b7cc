"""Which of some sentences was said, by how well the sound fits them and what people say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.language.heard.judging import Certainty, JudgingSettings, Weighed, judged

SETTINGS = JudgingSettings(strange=6.0, idle=2.0, apart=1.5, near=7.0, far=12.0)
OWN = Weighed("turn on the desk lamp", -2.0, 0.0, "on")
OFF = "turn off the desk lamp"


def _nonsense(weight: float) -> Weighed:
    return Weighed("turn on the death clamp", weight, 1.4, None)


@pytest.mark.parametrize(
    ("other", "text", "certainty"),
    [
        (Weighed(OFF, -9.0, 0.0, "off"), OWN.text, Certainty.PLAIN),
        (Weighed(OFF, -3.0, 0.0, "off"), OWN.text, Certainty.ASK),
        (Weighed(OFF, -1.0, 0.0, "off"), OFF, Certainty.ASK),
        (Weighed(OFF, -0.1, 0.0, "off"), OFF, Certainty.SURE),
        (Weighed("turn on the best lamp", -0.1, 0.7, "which"), OWN.text, Certainty.PLAIN),
        (Weighed("turn on the lamp", -1.5, 0.0, "which", is_idle=True), OWN.text, Certainty.PLAIN),
        (Weighed("turn on that desk lamp", -0.1, 0.0, "on"), OWN.text, Certainty.PLAIN),
    ],
)
def test_what_makes_sense_gives_way_only_to_what_fits_better(
    other: Weighed, text: str, certainty: Certainty
) -> None:
    if certainty is Certainty.SURE:
        other = Weighed(other.text, OWN.weight + SETTINGS.apart, 0.0, other.effect)
    judgement = judged(OWN, [other], SETTINGS)
    assert (judgement.text, judgement.certainty) == (text, certainty)


@pytest.mark.parametrize(
    ("weight", "certainty"),
    [
        (-1.0, Certainty.SURE),
        (-4.0, Certainty.SURE),
        (-11.0, Certainty.ASK),
        (-15.0, Certainty.UNFIT),
    ],
)
def test_what_makes_no_sense_gives_way_to_what_fits_nearly_as_well(
    weight: float, certainty: Certainty
) -> None:
    sense = Weighed(OWN.text, weight, 0.0, "on")
    assert judged(_nonsense(-1.0), [sense], SETTINGS).certainty is certainty


def test_two_that_fit_are_asked_about() -> None:
    two = [Weighed(OWN.text, -3.0, 0.0, "on"), Weighed(OFF, -3.5, 0.0, "off")]
    judgement = judged(_nonsense(-1.0), two, SETTINGS)
    assert (judgement.text, judgement.certainty) == (OWN.text, Certainty.ASK)


def test_what_is_not_here_gives_way_to_a_question_about_what_is() -> None:
    own = Weighed("activate movie light", -5.3, 0.0, "no such scene", is_idle=True)
    judgement = judged(own, [Weighed("activate movie night", -7.4, 0.0, "scene")], SETTINGS)
    assert (judgement.text, judgement.certainty) == ("activate movie night", Certainty.ASK)


@pytest.mark.parametrize(
    ("weight", "strangeness", "certainty"),
    [(-1.0, 0.0, Certainty.PLAIN), (-0.5, 2.0, Certainty.PLAIN), (-0.1, 0.0, Certainty.SURE)],
)
def test_titles_may_be_strange_and_give_way_only_to_what_fits_better(
    weight: float, strangeness: float, certainty: Certainty
) -> None:
    own = Weighed("play serial", -1.0, strangeness, "serial", "play")
    other = Weighed("play cereal", weight, 0.0, "cereal", "play")
    judgement = judged(own, [other], SETTINGS)
    said = own.text if certainty is Certainty.PLAIN else other.text
    assert (judgement.text, judgement.certainty) == (said, certainty)


def test_two_other_titles_that_fit_are_asked_about() -> None:
    own = Weighed("play cereal", -4.0, 0.0, "cereal", "play")
    titles = [Weighed(f"play {one}", -1.0, 0.0, one, "play") for one in ("serial", "series")]
    assert judged(own, titles, SETTINGS).certainty is Certainty.ASK


def test_nothing_that_makes_sense_is_nothing() -> None:
    assert judged(_nonsense(-1.0), [], SETTINGS).certainty is Certainty.UNFIT


weighed = st.builds(
    Weighed,
    st.sampled_from(["a", "b", "c"]),
    st.floats(-40, 0),
    st.floats(0, 3),
    st.sampled_from(["on", "off", None]),
    is_idle=st.booleans(),
)


@given(own=weighed, others=st.lists(weighed, max_size=6))
def test_nothing_is_sure_that_something_else_fits_as_well(
    own: Weighed, others: list[Weighed]
) -> None:
    judgement = judged(own, others, SETTINGS)
    if judgement.certainty not in {Certainty.SURE, Certainty.PLAIN}:
        return
    chosen = [one for one in (own, *others) if one.text == judgement.text and one.effect]
    best = max(_score(one) for one in chosen)
    effects = {one.effect for one in chosen if _score(one) == best}
    rivals = [one for one in (own, *others) if one.effect and one.effect not in effects]
    if judgement.certainty is Certainty.SURE:
        assert all(_score(one) <= best - SETTINGS.apart + 1e-9 for one in rivals)


def _score(one: Weighed) -> float:
    return one.weight - SETTINGS.strange * one.strangeness - SETTINGS.idle * one.is_idle
