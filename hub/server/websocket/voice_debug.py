"""Runs of the assistant that are over, as Home Assistant's debug page asks for them."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from hub.home.speech import VoiceRun
from hub.server.websocket.basics import RESIDENT_READS
from hub.server.websocket.commands import CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection
from hub.server.websocket.talking import AGENT, PIPELINE

commands = CommandTable()

MOST_RUNS = 100

Short = Annotated[str, Field(max_length=128)]


class OfPipeline(Said):
    """An assistant."""

    pipeline_id: Short


class ThisRun(OfPipeline):
    """One run of it."""

    pipeline_run_id: Short


@commands.add("assist_pipeline/pipeline_debug/list", RESIDENT_READS, OfPipeline)
async def list_runs(connection: Connection, said: OfPipeline) -> object:
    """List the latest runs, the oldest first."""
    runs = connection.parts.voice_runs
    found = await runs.latest(MOST_RUNS) if runs and said.pipeline_id == PIPELINE else []
    return {
        "pipeline_runs": [
            {"pipeline_run_id": each.id, "timestamp": each.at} for each in reversed(found)
        ]
    }


@commands.add("assist_pipeline/pipeline_debug/get", RESIDENT_READS, ThisRun)
async def show_run(connection: Connection, said: ThisRun) -> object:
    """Show a run as the events that it told, as far as they are kept; speech never is."""
    runs = connection.parts.voice_runs
    found = await runs.get(said.pipeline_run_id) if runs and said.pipeline_id == PIPELINE else None
    if found is None:
        raise CommandFailed("not_found", f"no run {said.pipeline_run_id!r} is kept")
    language = connection.parts.config.language
    events = [
        {"type": kind, "data": data, "timestamp": found.at}
        for kind, data in _events(found, language)
    ]
    return {"events": events}


def _events(run: VoiceRun, language: str) -> Iterator[tuple[str, dict[str, Any] | None]]:
    yield (
        "run-start",
        {
            "pipeline": PIPELINE,
            "language": language,
            "conversation_id": run.conversation_id,
            "satellite_id": run.satellite_id,
        },
    )
    if run.engine is not None:
        yield "stt-start", {"engine": run.engine, "metadata": {"language": language}}
        if run.text is not None:
            output = {"text": run.text, "lares": {"confidence": run.confidence}}
            yield "stt-end", {"stt_output": output}
    if run.plan_id is not None:
        yield "intent-start", {"engine": AGENT, "language": language, "intent_input": run.text}
        yield "intent-end", {"processed_locally": True, "intent_output": _output(run, language)}
    if run.failure is not None:
        yield "error", {"code": run.failure, "message": run.speech or run.failure}
    times = [
        {"stage": each.stage, "took_ms": each.took_ms, "budget_ms": each.budget_ms}
        for each in run.times
    ]
    yield "run-end", {"lares": {"times": times, "plan_id": run.plan_id}}


def _output(run: VoiceRun, language: str) -> dict[str, Any]:
    """Return what was said back, in the shape of the conversation API."""
    return {
        "response": {
            "response_type": "action_done",
            "language": language,
            "data": {"targets": [], "success": [], "failed": []},
            "speech": {"plain": {"speech": run.speech, "extra_data": None}},
        },
        "conversation_id": run.conversation_id,
        "continue_conversation": run.wants_answer,
    }
