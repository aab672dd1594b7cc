"""Our own sentences are right when typed: what is lost when they are heard is lost by hearing."""

from hub.language.evaluation.results import Result
from hub.language.evaluation.running import Examiner
from hub.language.model_settings import ModelSettings
from tests.bench.voice.suites import SENSITIVE, own_suite, timeable

# These take the model, which tests do without.
NEED_MODEL = frozenset({"How full is the battery of the robot vacuum?"})


async def test_typed_they_are_right_without_a_model() -> None:
    examiner = Examiner(None, ModelSettings(enabled=False))
    outcomes = [await examiner.ask(case) for case in own_suite().cases]
    wrong = {
        outcome.case.say: outcome.score.why
        for outcome in outcomes
        if outcome.score.result is not Result.RIGHT and outcome.case.say not in NEED_MODEL
    }
    assert wrong == {}


def test_a_third_is_sensitive_and_half_can_be_timed() -> None:
    cases = own_suite().cases
    assert len(cases) >= 79
    assert sum(case.category == SENSITIVE for case in cases) >= 25
    assert len(timeable(cases)) >= 40
