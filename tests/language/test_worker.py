"""The real model in its process: it loads, obeys the grammar, and its failures cost no time."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from hub.language.completion import ModelUnavailable
from hub.language.grammar import build_grammar
from hub.language.model_settings import ModelSettings
from hub.language.prompt import build_prompt
from hub.language.worker_client import ModelWorker, Phase
from tests.support.model import model_path, vocabulary
from tests.support.small_house import candidates, small_house

pytestmark = pytest.mark.timeout(120)

CANDIDATES = candidates(small_house(), "light.desk_lamp", "lock.front_door", "fan.bedroom")
PROMPT = build_prompt(CANDIDATES, "turn off the desk lamp")
GRAMMAR = build_grammar(CANDIDATES)
HONEST_WITHIN_S = 2.0
# Completions must end however slow the machine; what must be quick is measured by the test itself.
PATIENT = ModelSettings(model_path=model_path(), timeout_s=20)


@pytest_asyncio.fixture
async def worker() -> AsyncIterator[ModelWorker]:
    """Yield a worker with the real model, loaded."""
    async with ModelWorker(PATIENT) as started:
        await started.wait_ready(60)
        yield started


async def test_completes_under_the_grammar(worker: ModelWorker) -> None:
    done = await worker.complete(PROMPT, GRAMMAR, max_tokens=40)
    assert done.complete
    assert done.text.startswith(" ")
    assert done.text.endswith("\n")
    assert 0 < done.confidence <= 1
    again = await worker.complete(PROMPT, GRAMMAR, max_tokens=40)
    assert again.text == done.text
    assert again.cached_tokens == again.prompt_tokens - 1


async def test_forced_text_is_not_sampled(worker: ModelWorker) -> None:
    grammar = 'root ::= " turn off Desk lamp" ("s" | "\\n")\n'
    done = await worker.complete(PROMPT, grammar, max_tokens=40)
    assert done.text in {" turn off Desk lamps", " turn off Desk lamp\n"}
    assert done.chosen_tokens <= 3  # its beginning, its last word, which may go on, and its end


async def test_a_bad_grammar_costs_one_sentence_only(worker: ModelWorker) -> None:
    with pytest.raises(ModelUnavailable):
        await worker.complete(PROMPT, "root ::= (", max_tokens=8)
    assert (await worker.complete(PROMPT, GRAMMAR, max_tokens=40)).complete


async def test_a_killed_worker_is_replaced(worker: ModelWorker) -> None:
    first = worker.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    began = time.monotonic()
    with pytest.raises(ModelUnavailable):
        await worker.complete(PROMPT, GRAMMAR, max_tokens=40)
    assert time.monotonic() - began < HONEST_WITHIN_S
    await until_replaced(worker, first)
    assert (await worker.complete(PROMPT, GRAMMAR, max_tokens=40)).complete


async def test_a_hung_worker_is_given_up_in_time_and_replaced(worker: ModelWorker) -> None:
    first = worker.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(ModelUnavailable, match="in time"):
        await worker.complete(PROMPT, GRAMMAR, max_tokens=40, timeout_s=1.8)
    assert time.monotonic() - began < HONEST_WITHIN_S
    await until_replaced(worker, first)


async def until_replaced(worker: ModelWorker, first: int) -> None:
    await worker.wait_for(Phase.LOADING, 20)
    await worker.wait_ready(60)
    assert worker.pid not in {None, first}


async def test_a_loading_model_is_refused_at_once() -> None:
    async with ModelWorker(ModelSettings(model_path=model_path())) as loading:
        began = time.monotonic()
        with pytest.raises(ModelUnavailable, match="loading"):
            await loading.complete(PROMPT, GRAMMAR, max_tokens=8)
        assert time.monotonic() - began < 0.1


async def test_too_many_sentences_are_refused(worker: ModelWorker) -> None:
    calls = [worker.complete(PROMPT, GRAMMAR, max_tokens=40) for _ in range(12)]
    results = await asyncio.gather(*calls, return_exceptions=True)
    refused = [r for r in results if isinstance(r, ModelUnavailable)]
    assert refused
    assert any("busy" in r.reason for r in refused)
    assert len(refused) < len(results)


async def test_an_abandoned_sentence_does_not_answer_the_next(worker: ModelWorker) -> None:
    first = asyncio.create_task(worker.complete(PROMPT, GRAMMAR, max_tokens=40))
    await asyncio.sleep(0.02)
    first.cancel()
    second = await worker.complete(PROMPT, 'root ::= " second\\n"\n', max_tokens=40)
    assert second.text == " second\n"
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_a_missing_model_is_named(tmp_path: Path) -> None:
    settings = ModelSettings(model_path=tmp_path / "none.gguf")
    async with ModelWorker(settings) as worker:
        await worker.wait_for(Phase.DOWN, 20)
        assert "none.gguf" in worker.state.reason
        with pytest.raises(ModelUnavailable, match="check model_path"):
            await worker.complete(PROMPT, GRAMMAR, max_tokens=8)


async def test_a_model_switched_off_starts_no_process() -> None:
    async with ModelWorker(ModelSettings(enabled=False)) as worker:
        assert worker.pid is None
        with pytest.raises(ModelUnavailable, match="switched off"):
            await worker.complete(PROMPT, GRAMMAR, max_tokens=8)


async def test_a_worker_that_talks_nonsense_is_down() -> None:
    command = [sys.executable, "-c", "print('[1]')"]
    async with ModelWorker(ModelSettings(), command=command) as worker:
        await worker.wait_for(Phase.DOWN, 20)


async def test_the_worker_ends_with_its_client() -> None:
    async with ModelWorker(ModelSettings(model_path=model_path())) as worker:
        await worker.wait_ready(60)
        pid = worker.pid
        assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_worker_dies_with_a_killed_hub() -> None:
    program = (
        "import asyncio, os, signal, sys\n"
        "from pathlib import Path\n"
        "from hub.language.model_settings import ModelSettings\n"
        "from hub.language.worker_client import ModelWorker\n"
        "assert 'llama_cpp' not in sys.modules\n"
        "async def main():\n"
        "    settings = ModelSettings(model_path=Path(sys.argv[1]))\n"
        "    async with ModelWorker(settings) as worker:\n"
        "        await worker.wait_ready(60)\n"
        "        print(worker.pid, flush=True)\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )
    hub = subprocess.run(
        [sys.executable, "-c", program, str(model_path())],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=90,
    )
    pid = int(hub.stdout)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and is_running(pid):
        time.sleep(0.05)
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


async def test_a_word_that_may_go_on_in_two_ways_is_chosen_whole(worker: ModelWorker) -> None:
    """Forcing the common "turn o" would make the model say "turn off" whatever was asked."""
    grammar = 'root ::= " turn o" ("n" | "ff") " Desk lamp\\n"\n'
    done = await worker.complete("The day: turn off. The night:", grammar, max_tokens=40)
    tokens = vocabulary()
    assert done.text in {" turn on Desk lamp\n", " turn off Desk lamp\n"}
    canonical = tokens.tokenize(done.text)
    assert done.chosen_tokens + done.forced_tokens == len(canonical)
