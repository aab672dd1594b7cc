"""Examples to learn from: a wish in its household, as the model is going to be asked it."""

from collections.abc import Iterator, Sequence
from random import Random

from hub.home.plan import Request
from hub.language.candidate import Candidate
from hub.language.candidates import select
from hub.language.grounding import Grounding
from hub.language.model_settings import ModelSettings
from hub.language.phrases import labels
from hub.language.prompt import build_short_prompt
from hub.language.sentence import Sentence
from hub.language.training.homes import Household, make_household
from hub.language.training.noise import spoken
from hub.language.training.sampled import Sampler
from hub.language.training.wishes import Line, Teller, Wish
from hub.language.training.words import load_words
from hub.record import record

# English is spoken most; the shares of the others are even.
LANGUAGE_SHARES = {"en": 50, "de": 10, "fr": 10, "es": 10, "it": 10, "nl": 10}
WISHES_PER_HOME = 6
# Loading a matcher takes time, so few homes get many sampled sentences.
SAMPLED_HOMES = 0.05
SAMPLED_PER_HOME = 20
# The hub may show the model all that a sentence can mean, or only what it mentions (English).
_GROUNDED_SHARE = 0.3


@record(frozen=True, slots=True)
class Example:
    """A prompt and what should follow it, with the household it was made in."""

    prompt: str
    completion: str
    request: Request
    candidates: tuple[Candidate, ...]
    household: Household
    sort: str


def examples(
    seed: int, *, held_out: bool = False, shares: dict[str, int] | None = None
) -> Iterator[Example]:
    """Yield examples without end, the same ones for the same seed."""
    rng = Random(f"{seed}/{held_out}")  # noqa: S311 - no secret
    languages = shares or LANGUAGE_SHARES
    while True:
        language = rng.choices(list(languages), list(languages.values()))[0]
        words = load_words(language)
        household = make_household(words, rng, held_out=held_out)
        teller: Teller | Sampler = Teller(household, words, rng, held_out=held_out)
        count = WISHES_PER_HOME
        if rng.random() < SAMPLED_HOMES:
            teller, count = Sampler(household, language, rng), SAMPLED_PER_HOME
        for _ in range(count):
            wish = teller.wish()
            example = _example(household, wish, rng, language) if wish else None
            if example is not None:
                yield example


def plan_text(lines: Sequence[Line], candidates: Sequence[Candidate]) -> str | None:
    """Write a plan as the grammar has it; None if it needs a device that is no candidate."""
    if not lines:
        return " none\n"
    names = labels(candidates)
    order = {c.entity.id: place for place, c in enumerate(candidates)}
    if any(target not in order for line in lines for target in line.targets):
        return None
    written = []
    for line in lines:
        targets = sorted(line.targets, key=lambda target: order[target])
        written.append(line.head + ", ".join(names[t] for t in targets) + line.tail)
    return " " + "; ".join(written) + "\n"


def _example(household: Household, wish: Wish, rng: Random, language: str) -> Example | None:
    text = spoken(wish.text, load_words(language), rng, is_order=wish.is_order)
    request = Request(text=text, language=language, area_id=wish.here.id if wish.here else None)
    candidates = _candidates(household, request, wish, rng)
    if not candidates:
        return None
    completion = plan_text(wish.lines, candidates)
    if completion is None:
        return None
    here = wish.here.place.name if wish.here else None
    prompt = build_short_prompt(candidates, text, here=here)
    return Example(prompt, completion, request, candidates, household, wish.sort)


def _candidates(
    household: Household, request: Request, wish: Wish, rng: Random
) -> tuple[Candidate, ...]:
    settings = ModelSettings()
    selected = select(household.home, request, settings.selected)
    if wish.is_order:
        selected = [one for one in selected if one.entity.actions]
    if request.language == "en" and rng.random() < _GROUNDED_SHARE:
        sentence = Sentence(request.text)
        grounding = Grounding(sentence, household.home, selected, area_id=request.area_id)
        grounded = [one for one in selected if grounding.is_grounded(one.entity.id)]
        needed = {target for line in wish.lines for target in line.targets}
        if needed <= {one.entity.id for one in grounded}:
            selected = grounded or selected
    return tuple(selected[: settings.candidates])
