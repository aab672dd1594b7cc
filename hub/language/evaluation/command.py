"""The `lares eval` command: read suites, ask them, tell what came of it."""

import json
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TextIO

from hub.language.evaluation.cases import EvaluationError, Suite
from hub.language.evaluation.report import SuiteReport, as_json, as_markdown, as_text
from hub.language.evaluation.running import Examiner, ask_suite
from hub.language.evaluation.suites import read_suites
from hub.language.model_settings import ModelSettings
from hub.language.worker_client import ModelWorker
from hub.record import record

BAR = 32


@record(frozen=True, slots=True)
class EvalOptions:
    """What was asked for on the command line."""

    folder: Path
    settings: ModelSettings
    suites: tuple[str, ...] = ()
    failures: bool = False
    json_file: Path | None = None
    markdown_file: Path | None = None


async def evaluate(options: EvalOptions) -> int:
    """Evaluate, print the report, and write the files that are wanted; returns the exit status.

    Raises:
        EvaluationError: there is nothing to evaluate, the model does not load, or a file cannot
            be written.
        ConfigError: a file of sentences has mistakes.
    """
    suites = chosen_suites(read_suites(options.folder), options.suites)
    reports = await ask_suites(suites, options.settings, show=sys.stderr)
    sys.stdout.write(as_text(reports, failures=options.failures) + "\n")
    if options.json_file is not None:
        _write(options.json_file, json.dumps(as_json(reports), indent=1, ensure_ascii=False) + "\n")
    if options.markdown_file is not None:
        _write(options.markdown_file, as_markdown(reports))
    return 0


async def ask_suites(
    suites: Sequence[Suite], settings: ModelSettings, *, show: TextIO | None = None
) -> list[SuiteReport]:
    """Ask suites, with the model if the settings enable it; `show` gets a progress bar.

    Raises:
        EvaluationError: the model does not load.
    """
    async with AsyncExitStack() as stack:
        worker = None
        if settings.enabled:
            worker = await stack.enter_async_context(ModelWorker(settings))
            try:
                await worker.wait_ready()
            except TimeoutError:
                raise EvaluationError(
                    f"the language model does not load: {worker.state.reason}; "
                    "say --no-model to do without it"
                ) from None
        examiner = Examiner(worker, settings)
        reports = []
        for suite in suites:
            bar = _Bar(suite.name, show)
            outcomes = await ask_suite(examiner, suite.cases, bar.show)
            bar.end()
            reports.append(SuiteReport.of(suite.name, outcomes))
        return reports


def chosen_suites(suites: Sequence[Suite], names: Sequence[str]) -> list[Suite]:
    """Return the suites of these names, all if there are none.

    Raises:
        EvaluationError: there is no suite of such a name.
    """
    known = [suite.name for suite in suites]
    for name in names:
        if name not in known:
            raise EvaluationError(f"--suite {name}: there are only {', '.join(known)}")
    return [suite for suite in suites if not names or suite.name in names]


class _Bar:
    """A progress bar on a terminal; elsewhere it keeps silent."""

    def __init__(self, name: str, stream: TextIO | None) -> None:
        self._name = name
        self._stream = stream if stream is not None and stream.isatty() else None
        self._shown = -1

    def show(self, done: int, count: int) -> None:
        """Show how far it is."""
        filled = done * BAR // count
        percent = done * 100 // count
        if self._stream is not None and percent != self._shown:
            self._shown = percent
            bar = "#" * filled + "." * (BAR - filled)
            self._stream.write(f"\r{self._name:<16} [{bar}] {done}/{count}")
            self._stream.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._stream is not None:
            self._stream.write("\r\033[K")
            self._stream.flush()


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{file}: cannot be written: {error.strerror}") from None
