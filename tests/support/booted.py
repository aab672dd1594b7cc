"""A real systemd with the repository's units, in namespaces of its own; needs root."""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
BOOT = Path(__file__).with_name("boot_units.sh")
LARES = "/opt/lares/.venv/bin/lares"
STOP_TIMEOUT_S = 10.0


def cgroups() -> Path | None:
    """Return where this machine keeps its cgroups of version 2, if we may make some."""
    for folder in (Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/unified")):
        if (folder / "cgroup.procs").exists() and (folder / "cgroup.controllers").exists():
            return folder if os.access(folder, os.W_OK) else None
    return None


def why_not() -> str:
    """Return why no systemd can be booted here, empty if one can."""
    if os.geteuid() != 0:
        return "booting a systemd in namespaces needs root"
    if cgroups() is None:
        return "there are no cgroups of version 2 to write to"
    if not Path("/lib/systemd/systemd").exists() or shutil.which("unshare") is None:
        return "systemd or unshare is not installed"
    return ""


class Booted:
    """systemd with our units, for `with`.

    `prepared` holds `units/` (drop-ins), `credstore/` and `lares.yaml`.
    """

    def __init__(self, prepared: Path) -> None:
        self._prepared = prepared
        self._group: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        folder = cgroups()
        assert folder is not None
        self._group = folder / f"lares-test-{os.getpid()}"
        self._group.mkdir()
        python, packages = sys.base_prefix, sysconfig.get_path("purelib")
        script = f"echo $$ > {self._group}/cgroup.procs && exec unshare --fork --kill-child --pid \
            --mount --uts --ipc --net --cgroup --propagation private \
            bash {BOOT} {ROOT} {self._prepared} {python} {packages}"
        with (self._prepared / "boot.log").open("wb") as log:
            self._process = subprocess.Popen(["/bin/bash", "-c", script], stdout=log, stderr=log)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)  # and with it, all that it booted
            self._process.wait()
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while not self._is_gone() and time.monotonic() < deadline:
            time.sleep(0.1)

    def _is_gone(self) -> bool:
        """Remove the cgroups, if all that was in them has ended."""
        if self._group is None:
            return True
        try:
            for group in sorted(self._group.rglob("*/"), reverse=True):
                group.rmdir()
            self._group.rmdir()
        except OSError:
            return False
        return True

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command beside that systemd, as root."""
        return subprocess.run(
            ["nsenter", "--target", str(self._first()), "--all", *command],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def show(self, unit: str, name: str) -> str:
        """Return a property of a unit."""
        return self.run("systemctl", "show", "--value", "--property", name, unit).stdout.strip()

    def lares(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a `lares` command there."""
        return self.run("env", "LARES_CONFIG=/var/lib/lares", LARES, *arguments)

    def until(self, unit: str, name: str, value: str, timeout_s: float = 60.0) -> None:
        """Wait until a property of a unit is `value`."""
        deadline = time.monotonic() + timeout_s
        while (found := self.show(unit, name)) != value:
            assert time.monotonic() < deadline, f"{unit}: {name} is {found!r}; {self.log()}"
            time.sleep(0.2)

    def log(self) -> str:
        """Return what the services wrote, and the boot."""
        said = self.run("sh", "-c", "tail -n 20 /mnt/*.log").stdout
        return said + (self._prepared / "boot.log").read_text(errors="replace")

    def _first(self) -> int:
        """Return the process that is the first in its namespace, our unshare's only child."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while time.monotonic() < deadline:
            for child in children.read_text().split():
                if Path(f"/proc/{child}/comm").read_text().strip() == "systemd":
                    return int(child)
            time.sleep(0.05)
        raise AssertionError(f"systemd did not start: {self.log_of_boot()}")

    def log_of_boot(self) -> str:
        """Return what the boot said."""
        return (self._prepared / "boot.log").read_text(errors="replace")
