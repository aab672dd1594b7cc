"""How the adapter does: on made-up homes it never saw, and on sentences written by hand.

Run as `python -m tests.bench.adapter [--examples N] [--adapter FILE] [--wrong]`; `--base` asks the
untrained model with its own prompt. It prints Markdown, as in the model card.
"""

import argparse
import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from hub.home.actions import parse_command
from hub.home.ids import AreaId
from hub.home.plan import Body, Question, Request, Step, Steps
from hub.language import pipeline
from hub.language.answers import answer
from hub.language.candidates import select
from hub.language.decoder import Decoder
from hub.language.llama import LlamaModel
from hub.language.matcher import FastMatcher
from hub.language.model_files import ensure_model, shipped_adapter
from hub.language.model_settings import ModelSettings
from hub.language.narrowing import Said
from hub.language.pipeline import LanguagePlanner
from hub.language.plan_parser import parse_plan
from hub.language.prompt import build_prompt
from hub.language.training.examples import Example, examples
from hub.language.training.measure import THRESHOLDS, judge, open_grammar, report, short_prompt
from hub.language.worker_client import ModelWorker
from tests.language.home_for_tests import small_home

PARAPHRASES = Path(__file__).parent.parent / "language" / "training" / "paraphrases.yaml"
SEED = 99


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A sentence, where it is said, and what it should come to; nothing for no effects."""

    text: str
    area: str | None
    effects: frozenset[tuple[str, str]]


def paraphrases() -> list[Paraphrase]:
    """Return the sentences written by hand."""
    lines = YAML(typ="safe").load(PARAPHRASES.read_text(encoding="utf-8"))
    return [Paraphrase(text, area, _wanted(wanted)) for text, area, wanted in lines]


def effects(steps: tuple[Step, ...]) -> frozenset[tuple[str, str]]:
    """Return what steps come to."""
    return frozenset((s.command.model_dump_json(), str(t)) for s in steps for t in s.targets)


def _wanted(text: str) -> frozenset[tuple[str, str]]:
    if text == "nothing":
        return frozenset()
    action, *rest = text.split()
    pairs = dict(word.split("=") for word in rest if "=" in word)
    data: dict[str, Any] = {k: int(v) if v.lstrip("-").isdigit() else v for k, v in pairs.items()}
    if action == "media_player.volume_mute":
        data["is_volume_muted"] = True
    command = parse_command(action, data)
    return frozenset((command.model_dump_json(), word) for word in rest if "=" not in word)


async def _hand_written(settings: ModelSettings, *, model_only: bool, show: bool) -> Counter[str]:
    home = small_home()
    matcher = None if model_only else FastMatcher(home)
    found: Counter[str] = Counter()
    async with ModelWorker(settings) as worker:
        await worker.wait_ready(120)
        planner = LanguagePlanner(
            home, matcher=matcher, select=select, answer=answer, worker=worker, settings=settings
        )
        for one in paraphrases():
            area = AreaId(one.area) if one.area else None
            plan = await planner.plan(Request(text=one.text, area_id=area))
            verdict = _verdict(plan.body, one.effects)
            found[verdict] += 1
            if show:
                sure = f"{plan.confidence:.2f}" if plan.confidence is not None else "-"
                print(f"- {verdict}: {one.text!r} ({plan.planner}, {sure}): {_words(plan.body)}")
    return found


def _verdict(body: Body, wanted: frozenset[tuple[str, str]]) -> str:
    if isinstance(body, Steps):
        return "right" if effects(body.steps) == wanted else "wrong"
    if not wanted:
        return "right"
    if isinstance(body, Question):
        return "asked rightly" if effects(body.proposal) == wanted else "asked"
    return "refused"


def _words(body: Body) -> str:
    if isinstance(body, Steps):
        return "; ".join(f"{s.command.action} {', '.join(s.targets)}" for s in body.steps)
    return str(getattr(body, "text", body.kind))


def _held_out(settings: ModelSettings, count: int, *, show: bool) -> str:
    model = LlamaModel(ensure_model(progress=lambda _: None), adapter_path=settings.adapter)
    prompt = short_prompt if settings.adapter else _long_prompt
    taken = islice(examples(SEED, held_out=True), count)
    judged = judge(Decoder(model), taken, prompt=prompt, grammar=open_grammar)
    wrong = [
        f"- {j.example.sort}: {j.example.request.text!r}: {j.said.strip()!r}"
        f" ({j.confidence:.2f}), not {j.example.completion.strip()!r}\n"
        for j in judged
        if show and not j.is_right
    ]
    return report(judged) + "\n" + "".join(wrong)


async def _in_the_hub(settings: ModelSettings, count: int) -> str:
    """Return the curve of acting and being wrong, with the hub's checks around the model."""
    done: list[tuple[bool, float, bool, bool]] = []
    anyway = replace(settings, threshold=0.0, ask_from=0.0)
    async with ModelWorker(anyway) as worker:
        await worker.wait_ready(120)
        for one in islice(examples(SEED, held_out=True), count):
            home = one.household.home
            planner = LanguagePlanner(
                home, matcher=None, select=select, answer=answer, worker=worker, settings=anyway
            )
            plan = await planner.plan(one.request)
            wanted = parse_plan(one.completion, one.candidates)
            goal = effects(wanted.steps) if isinstance(wanted, Steps) else frozenset()
            acts = isinstance(plan.body, Steps)
            done.append((acts, plan.confidence or 0.0, effects(plan.steps) == goal, bool(goal)))
    lines = [
        "| threshold | acted, of orders | right of acted | wrong of all |",
        "|---|---|---|---|",
    ]
    orders = sum(is_order for *_, is_order in done)
    for threshold in THRESHOLDS:
        acted = [right for acts, sure, right, _ in done if acts and sure >= threshold]
        right = sum(acted)
        share = right / len(acted) if acted else 1.0
        wrong = (len(acted) - right) / len(done)
        lines.append(f"| {threshold:g} | {len(acted) / orders:.1%} | {share:.1%} | {wrong:.1%} |")
    return "\n".join(lines) + "\n"


def _long_prompt(example: Example) -> str:
    return build_prompt(example.candidates, example.request.text)


class _Strict(Said):
    """Narrowing by verb words, as for an untrained model."""

    def __init__(self, *arguments: Any, **_: Any) -> None:
        super().__init__(*arguments)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--adapter", type=Path, default=shipped_adapter())
    parser.add_argument("--base", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--threshold", type=float, default=0.9)
    said = parser.parse_args()
    path = ensure_model(progress=lambda _: None)
    settings = ModelSettings(
        model_path=path,
        adapter_path=None if said.base else said.adapter,
        timeout_s=20,
        threshold=said.threshold,
    )
    if said.examples:
        print("## Made-up homes with words kept out of training\n")
        print(_held_out(settings, said.examples, show=said.wrong))
        print("### The same in the hub, with its checks, where no other stage understood\n")
        with _stages(model_only=True, is_strict=False):
            print(asyncio.run(_in_the_hub(settings, said.examples)))
    print(f"## Sixty paraphrases written by hand (threshold {said.threshold:g})\n")
    print("| stages | right | asked rightly | asked | refused | wrong |\n|---|---|---|---|---|---|")
    tries: dict[str, tuple[bool, bool]] = {
        "all": (False, False),
        "the model alone": (True, False),
        "the model alone, narrowed by verb words": (True, True),
    }
    for name, (model_only, is_strict) in tries.items():
        with _stages(model_only=model_only, is_strict=is_strict):
            show = said.wrong and not is_strict
            found = asyncio.run(_hand_written(settings, model_only=model_only, show=show))
        order = ("right", "asked rightly", "asked", "refused", "wrong")
        print(f"| {name} | " + " | ".join(str(found[verdict]) for verdict in order) + " |")


@contextmanager
def _stages(*, model_only: bool, is_strict: bool) -> Iterator[None]:
    """Leave sentences to the model, or narrow what it may say, for as long as it is entered."""
    changed: dict[str, Any] = {"Said": _Strict} if is_strict else {}
    if model_only:
        changed["understand"] = lambda *_: None
    before = {name: getattr(pipeline, name) for name in changed}
    for name, part in changed.items():
        setattr(pipeline, name, part)
    try:
        yield
    finally:
        for name, part in before.items():
            setattr(pipeline, name, part)


if __name__ == "__main__":
    main()
