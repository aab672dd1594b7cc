"""`lares worker`: the language model as a service of its own, behind a Unix socket.

Whoever may open the socket may use the model, so its permissions are the lock: with a path of its
own the socket is this user's alone; one that systemd hands over (sd_listen_fds(3)) is as its unit
says. The model stays loaded while hubs come and go.
"""

import argparse
import logging
import os
import socket
import stat
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from hub.child_process import all_cores_but_one
from hub.home.errors import HubError
from hub.language.model_files import ensure_model
from hub.language.model_settings import ModelSettings
from hub.language.worker import WorkerOptions, answer, encoded, greeting, load
from hub.service_manager import ServiceManager, status_line

Say = Callable[[str], None]

FIRST_PASSED_SOCKET = 3  # SD_LISTEN_FDS_START
BACKLOG = 8
# One hub, and its successor while the first still ends.
MOST_HUBS = 4
LONGEST_REQUEST = 1024 * 1024
# A completion ends within its budget; one that is this much later never ends.
HUNG_AFTER_S = 30.0
LONGEST_BUDGET_S = 60.0


def run(arguments: argparse.Namespace, say: Say) -> int:
    """Load the model and serve hubs until the process is ended.

    Raises:
        HubError: there is no socket to listen at, or the model cannot be loaded.
    """
    manager = ServiceManager.of()
    with _listener(arguments.socket) as listener:
        manager.tell(status_line("Loading the language model"))
        # llama.cpp tells hundreds of lines of each model; what fails is told by our own errors.
        logging.getLogger("llama-cpp-python").setLevel(logging.CRITICAL)
        options = _options(arguments)
        try:
            decoder = load(options)
        except Exception as error:  # C code and files may raise whatever they like
            raise HubError(f"the language model cannot be loaded: {error}") from error
        say(f"The language model is ready: {options.model_path.name}")
        desk = Desk(decoder, greeting(options))
        status = f"{options.model_path.name} is loaded"
        manager.ready(status)
        listener.settimeout(manager.ping_every_s)
        while True:
            if not desk.hangs():
                manager.alive(status)
            with suppress(TimeoutError):
                desk.take(listener.accept()[0])


class Desk:
    """Serves every connection in a thread of its own, and one request at a time."""

    def __init__(
        self,
        decoder: Any,
        greeting: dict[str, Any],
        *,
        hung_after_s: float = LONGEST_BUDGET_S + HUNG_AFTER_S,
    ) -> None:
        self._decoder = decoder
        self._greeting = greeting
        self._hung_after_s = hung_after_s
        self._turn = threading.Lock()
        self._places = threading.BoundedSemaphore(MOST_HUBS)
        self._began: float | None = None

    def hangs(self) -> bool:
        """Tell whether a request takes longer than any may."""
        began = self._began
        return began is not None and time.monotonic() - began > self._hung_after_s

    def take(self, connection: socket.socket) -> None:
        """Serve a connection until the other side ends it; one too many is closed."""
        if not self._places.acquire(blocking=False):
            connection.close()
            return
        threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection, suppress(OSError), connection.makefile("rb") as requests:
                with self._turn:  # who is greeted may ask
                    connection.sendall(encoded(self._greeting))
                while line := requests.readline(LONGEST_REQUEST):
                    connection.sendall(encoded(self._answer(line)))
        finally:
            self._places.release()

    def _answer(self, line: bytes) -> dict[str, Any]:
        with self._turn:
            self._began = time.monotonic()
            try:
                return answer(self._decoder, line)
            finally:
                self._began = None


def _options(arguments: argparse.Namespace) -> WorkerOptions:
    settings = ModelSettings(model_path=arguments.model, adapter_path=arguments.adapter)
    return WorkerOptions(
        model_path=settings.model_path or ensure_model(progress=lambda _: None),
        adapter_path=settings.adapter,
        adapter_scale=settings.adapter_scale,
        context=settings.context,
        threads=arguments.threads or all_cores_but_one(),
    )


def _listener(path: Path | None) -> socket.socket:
    """Return the socket that systemd hands over, else one at `path`.

    Raises:
        HubError: there is neither, or the path cannot be had.
    """
    if os.environ.get("LISTEN_PID") == str(os.getpid()):
        if os.environ.get("LISTEN_FDS") != "1":
            raise HubError("the service manager passes more than one socket; it should pass one")
        listener = socket.socket(fileno=FIRST_PASSED_SOCKET)
        listener.set_inheritable(False)
        return listener
    if path is None:
        raise HubError("--socket PATH is missing: where is the hub to find the worker?")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        _make_way(path)
        before = os.umask(0o177)
        try:
            listener.bind(str(path))
        finally:
            os.umask(before)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise HubError(f"--socket {path}: {error.strerror or error}") from None
    return listener


def _make_way(path: Path) -> None:
    """Remove the socket of a worker that has ended.

    Raises:
        HubError: the worker still runs, or something else is there.
    """
    if not path.exists():
        return
    if not stat.S_ISSOCK(path.stat().st_mode):
        raise HubError(f"--socket {path}: something else is there; choose another path")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        if probe.connect_ex(str(path)) == 0:
            raise HubError(f"--socket {path}: another worker listens there; end it first")
    path.unlink()
