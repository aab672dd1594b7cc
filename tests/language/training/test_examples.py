"""The generator: the same data for the same seed, and only plans that the grammar allows."""

from itertools import islice

import pytest

from hub.home.plan import Refusal
from hub.language.decoder import GrammarWalk
from hub.language.grammar import build_grammar
from hub.language.model_settings import ModelSettings
from hub.language.plan_parser import parse_plan
from hub.language.training.examples import Example, examples
from hub.language.training.words import LANGUAGES, Noun, load_words, split
from tests.support.model import vocabulary

pytestmark = pytest.mark.timeout(60)


def some(count: int, seed: int = 5, *, held_out: bool = False, language: str = "") -> list[Example]:
    shares = {language: 1} if language else None
    return list(islice(examples(seed, held_out=held_out, shares=shares), count))


def test_one_seed_gives_one_set_of_examples() -> None:
    def texts(seed: int) -> list[tuple[str, str]]:
        return [(one.prompt, one.completion) for one in some(60, seed)]

    assert texts(5) == texts(5)
    assert texts(5) != texts(6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plan_can_be_decoded_and_read_back(language: str) -> None:
    tokens = vocabulary()
    for one in some(40, language=language):
        walk = GrammarWalk(tokens, build_grammar(one.candidates))
        try:
            assert walk.accepts(one.completion), (one.completion, one.request.text)
        finally:
            walk.close()
        body = parse_plan(one.completion, one.candidates)
        is_none = one.completion == " none\n"
        assert isinstance(body, Refusal) == is_none, (one.completion, body)


def test_the_model_is_shown_no_more_candidates_than_in_the_hub() -> None:
    most = ModelSettings().candidates
    sizes = [len(one.candidates) for one in some(100)]
    assert max(sizes) == most
    assert min(sizes) >= 1


def test_examples_are_of_every_sort_and_language() -> None:
    taken = some(700)
    assert {one.request.language for one in taken} == set(LANGUAGES)
    assert {one.sort for one in taken} >= {
        "device", "pair", "group", "room", "question", "absent", "talk", "several", "sampled",
    }  # fmt: skip


def test_words_kept_out_of_training_are_only_in_held_out_examples() -> None:
    words = load_words("en")
    fresh = {noun.name for nouns in words.things.values() for noun in split(nouns, _name)[1]}
    assert len(fresh) > 10

    def named(held_out: bool) -> set[str]:  # noqa: FBT001 - one argument says it all
        taken = some(120, language="en", held_out=held_out)
        return {thing.noun.name for one in taken for thing in one.household.things}

    assert not named(held_out=False) & fresh
    assert named(held_out=True) & fresh


def _name(noun: Noun) -> str:
    return noun.name
