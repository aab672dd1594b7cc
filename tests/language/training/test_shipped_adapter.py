"""The adapter that ships: it is in place, small, loaded by default, and makes the model better."""

import pytest

from hub.home.plan import Steps
from hub.language.grammar import build_grammar
from hub.language.model_files import shipped_adapter
from hub.language.model_settings import ModelSettings
from hub.language.plan_parser import parse_plan
from hub.language.prompt import build_short_prompt
from hub.language.training.adapter_file import read_adapter
from hub.language.worker_client import ModelWorker
from tests.support.model import model_path
from tests.support.small_house import candidates, small_house

pytestmark = pytest.mark.timeout(120)

MOST_BYTES = 12_000_000
# Ways to say things that are in no table of the hub and in no training sample.
SAID = {
    "the blinds on the left need to come down": " close Left blind\n",
    "I fancy 23 degrees in the nursery": " set Nursery thermostat to 23°\n",
    "bathe the floor lamp in blue": " set Floor lamp to blue\n",
    "get rid of that light on my desk": " turn off Desk lamp\n",
    "my brother broke the desk lamp last week": " none\n",
}


def test_it_ships_with_its_card_and_is_small() -> None:
    path = shipped_adapter()
    assert path is not None
    assert path.stat().st_size < MOST_BYTES
    assert (path.parent / "MODEL_CARD.md").is_file()
    assert read_adapter(path).architecture == "gemma3"


def test_it_is_the_default_for_the_default_model_only() -> None:
    assert ModelSettings().adapter == shipped_adapter()
    assert ModelSettings(model_path=model_path()).adapter is None


async def test_the_worker_loads_it_and_it_changes_what_is_said() -> None:
    house = small_house()
    shown = candidates(
        house, "light.desk_lamp", "light.floor_lamp", "cover.living_left", "climate.nursery"
    )
    grammar = build_grammar(shown)
    answers: list[list[str]] = []
    for adapter in (None, shipped_adapter()):
        settings = ModelSettings(model_path=model_path(), adapter_path=adapter, timeout_s=20)
        async with ModelWorker(settings) as worker:
            await worker.wait_ready(60)
            said = [
                await worker.complete(build_short_prompt(shown, text), grammar, max_tokens=40)
                for text in SAID
            ]
        answers.append([one.text for one in said])
    base, trained = answers
    wanted = list(SAID.values())
    right = [text == want for text, want in zip(trained, wanted, strict=True)]
    assert sum(right) >= len(wanted) - 1, trained
    assert sum(text == want for text, want in zip(base, wanted, strict=True)) < sum(right)
    assert isinstance(parse_plan(trained[0], shown), Steps)
