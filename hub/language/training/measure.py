"""How right a model is on examples it was not trained on, and how sure it is when it is right."""

import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from hub.home.plan import Question, Refusal, Steps
from hub.language.candidate import Candidate, Query
from hub.language.decoder import Decoded, Decoder
from hub.language.grammar import build_grammar
from hub.language.plan_parser import ParsedPlan, parse_plan
from hub.language.training.examples import Example
from hub.record import record

MOST_TOKENS = 40
THRESHOLDS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

Prompt = Callable[[Example], str]
Grammar = Callable[[Example], str]


@record(frozen=True, slots=True)
class Judged:
    """What a model said to an example, and what of it was right."""

    example: Example
    said: str
    confidence: float
    is_right: bool
    has_right_targets: bool
    has_right_action: bool
    acts: bool
    prompt_tokens: int
    took_ms: float


def judge(
    decoder: Decoder, examples: Iterable[Example], *, prompt: Prompt, grammar: Grammar
) -> list[Judged]:
    """Ask a model every example."""
    return [_judged(decoder, one, prompt(one), grammar(one)) for one in examples]


def short_prompt(example: Example) -> str:
    """Return the prompt that the example was made with."""
    return example.prompt


def open_grammar(example: Example) -> str:
    """Return the grammar of all that the candidates can do, whatever was said."""
    return build_grammar(example.candidates)


def effects(body: ParsedPlan) -> frozenset[tuple[str, str]]:
    """Return what a plan comes to: (what is done, to which entity); empty for nothing."""
    match body:
        case Steps():
            return frozenset(
                (step.command.model_dump_json(), target)
                for step in body.steps
                for target in step.targets
            )
        case Query():
            return frozenset((f"{body.kind} {body.wanted}", target) for target in body.targets)
        case Question():
            return frozenset(("ask", option) for option in body.options)
        case Refusal():
            return frozenset()


def report(judged: Sequence[Judged]) -> str:
    """Return the figures as Markdown tables: by sort and language, and by confidence."""
    lines = [
        "| examples | n | right | targets right | action and value right |",
        "|---|---|---|---|---|",
    ]
    groups: dict[str, list[Judged]] = {"all": list(judged)}
    for one in judged:
        groups.setdefault(one.example.request.language, []).append(one)
        groups.setdefault(one.example.sort, []).append(one)
    for name, some in groups.items():
        figures = (
            _share(j.is_right for j in some),
            _share(j.has_right_targets for j in some),
            _share(j.has_right_action for j in some),
        )
        lines.append(f"| {name} | {len(some)} | " + " | ".join(figures) + " |")
    times = sorted(j.took_ms for j in judged)
    tokens = Counter(j.prompt_tokens for j in judged)
    mean = sum(size * count for size, count in tokens.items()) / max(1, len(judged))
    middle, late = _at(times, 0.5), _at(times, 0.95)
    lines += [
        "",
        f"Prompt and decoding: median {middle:.0f} ms, p95 {late:.0f} ms, {mean:.0f} tokens read.",
        "",
        "| threshold | acted | right of acted | wrong of all |",
        "|---|---|---|---|",
    ]
    for threshold in THRESHOLDS:
        acted = [j for j in judged if j.acts and j.confidence >= threshold]
        wrong = sum(not j.is_right for j in acted) / max(1, len(judged))
        wanted = sum(bool(effects_of(j)) for j in judged)
        lines.append(
            f"| {threshold:g} | {len(acted) / max(1, wanted):.1%} | "
            f"{_share(j.is_right for j in acted)} | {wrong:.1%} |"
        )
    return "\n".join(lines) + "\n"


def effects_of(judged: Judged) -> frozenset[tuple[str, str]]:
    """Return what the example should have come to, where it is an order."""
    body = parse_plan(judged.example.completion, judged.example.candidates)
    return effects(body) if isinstance(body, Steps) else frozenset()


def _judged(decoder: Decoder, example: Example, prompt: str, grammar: str) -> Judged:
    started = time.perf_counter()
    done = decoder.complete(prompt, grammar, max_tokens=MOST_TOKENS)
    took_ms = (time.perf_counter() - started) * 1000
    return _compared(example, done, took_ms)


def _compared(example: Example, done: Decoded, took_ms: float) -> Judged:
    said = _body(done.text if done.complete else " none\n", example.candidates)
    wanted = _body(example.completion, example.candidates)
    mine, theirs = effects(said), effects(wanted)
    return Judged(
        example=example,
        said=done.text,
        confidence=math.exp(min(0.0, done.legal_logprob, done.sum_logprob)),
        is_right=mine == theirs and type(said) is type(wanted),
        has_right_targets={target for _, target in mine} == {target for _, target in theirs},
        has_right_action={action for action, _ in mine} == {action for action, _ in theirs},
        acts=isinstance(said, Steps),
        prompt_tokens=done.prompt_tokens,
        took_ms=took_ms,
    )


def _body(text: str, candidates: Sequence[Candidate]) -> ParsedPlan:
    return parse_plan(text, candidates)


def _share(facts: Iterable[bool]) -> str:
    known = list(facts)
    return f"{sum(known) / len(known):.1%}" if known else "-"


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
