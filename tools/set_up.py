"""Set this checkout up: environment, pinned packages, llama.cpp, the hub itself, the model.

Run by the Makefile with the system's Python, so standard library only. Each step
leaves a stamp of what it was made from and is skipped while that is unchanged.
"""

import argparse
import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / ".lares"
REQUIREMENTS = ROOT / "requirements"
# For tests only: programs that want other versions than the hub, each in an environment of its own.
APART = {"clients": "third-party clients", "satellite": "a Wyoming satellite"}
# `LARES_VOICE=0 make demo` leaves out what hears and speaks.
VOICE = "LARES_VOICE"
WEB_TOOLS = ROOT / "tools" / "web"
COMPILED = "llama-cpp-python"
OLDEST_PYTHON = (3, 11)
# How often the long compilation says that it is alive.
HEARTBEAT_S = 10.0
NINJA_STEP = re.compile(r"\[(\d+)/(\d+)\]")


class SetUpError(Exception):
    """A step failed; the message says which and what to do."""


def main(argv: list[str] | None = None) -> int:
    """Run the steps in order and return the exit status."""
    parser = argparse.ArgumentParser(description="Set this checkout up.")
    parser.add_argument("--test", action="store_true", help="also install what the checks need")
    with_tests = parser.parse_args(argv).test
    try:
        make_environment()
        with exclusive(VENV / ".lares-setup.lock"):
            install_packages(with_tests=with_tests)
            install_compiled()
            install_hub()
            compile_sources()
            prepare_model()
            if with_tests:
                for name, what in APART.items():
                    install_apart(name, what)
                install_checker()
    except SetUpError as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("set-up: interrupted; run the same command again to go on", file=sys.stderr)
        return 130
    return 0


def make_environment() -> None:
    """Create `.venv`, or keep the one that is there if its Python is new enough."""
    if sys.version_info < OLDEST_PYTHON:
        msg = f"Python 3.11 or newer is needed, this is {platform.python_version()}"
        raise SetUpError(msg)
    python = VENV / "bin" / "python"
    if not (python.exists() and _answers(python)):
        say("creating the environment .venv")
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        _run(command, remedy="on Debian: apt install python3-venv")
    STAMPS.mkdir(exist_ok=True)


def install_packages(*, with_tests: bool) -> None:
    """Install the locked packages, each checked against its hashes."""
    names = ["install", "runtime"]
    if with_tests or os.environ.get(VOICE) != "0":
        names.append("voice")
    if with_tests:
        names.append("test")
    for name in names:
        lock = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
        stamp = Stamp(name, lock)
        if stamp.is_current():
            continue
        say(f"installing the {name} packages (hashes checked)")
        _, others = split_lock(lock, COMPILED)
        with tempfile.TemporaryDirectory() as folder:
            wanted = Path(folder) / "requirements.txt"
            wanted.write_text(others, encoding="utf-8")
            _pip("install", "--require-hashes", "--no-deps", "-r", str(wanted))
        stamp.write()


def install_compiled() -> None:
    """Install llama-cpp-python from a wheel compiled here, once per machine and set of options."""
    lock, _ = split_lock((REQUIREMENTS / "runtime.txt").read_text(encoding="utf-8"), COMPILED)
    build_lock = (REQUIREMENTS / "build.txt").read_text(encoding="utf-8")
    key = wheel_key(lock, build_lock, os.environ.get("CMAKE_ARGS", ""))
    stamp = Stamp("compiled", key)
    if stamp.is_current():
        return
    shelf = cache_folder() / "wheels" / key
    shelf.parent.mkdir(parents=True, exist_ok=True)
    with exclusive(shelf.with_name(f"{key}.lock")):
        wheel = sound_wheel(shelf)
        if wheel is None:
            wheel = compile_wheel(lock, shelf)
        else:
            say(f"llama.cpp was compiled before, taking {wheel.name} from the cache")
    _pip("install", "--no-deps", "--no-index", "--force-reinstall", str(wheel))
    stamp.write()


def compile_wheel(lock: str, shelf: Path) -> Path:
    """Compile the wheel in a throw-away environment and put it on its shelf whole."""
    for tool in ("cc", "c++"):
        if shutil.which(tool) is None:
            msg = f"no {tool!r} here to compile llama.cpp; on Debian: apt install build-essential"
            raise SetUpError(msg)
    say("compiling llama.cpp: about 8 minutes on two cores, once; later set-ups reuse the result")
    with tempfile.TemporaryDirectory(dir=shelf.parent, prefix="building-") as name:
        folder = Path(name)
        wanted = folder / "requirements.txt"
        wanted.write_text(lock, encoding="utf-8")
        env_folder = folder / "env"
        _run([sys.executable, "-m", "venv", str(env_folder)], remedy="is the disk full?")
        pip = [str(env_folder / "bin" / "python"), "-m", "pip"]
        build_lock = str(REQUIREMENTS / "build.txt")
        _run(
            [*pip, "install", "--quiet", "--require-hashes", "--no-deps", "-r", build_lock],
            remedy="is the network there?",
        )
        # Without pip's own cache: it may hold a wheel made with other options.
        command = [*pip, "wheel", "--verbose", "--no-cache-dir", "--no-deps"]
        command += ["--no-build-isolation", "--require-hashes", "-r", str(wanted)]
        command += ["--wheel-dir", str(folder / "out")]
        environment = {**os.environ, "PATH": f"{env_folder / 'bin'}:{os.environ['PATH']}"}
        watch_compilation(command, environment, shelf.with_name(f"{shelf.name}.log"))
        (built,) = (folder / "out").glob("*.whl")
        digest = hashlib.sha256(built.read_bytes()).hexdigest()
        (folder / "out" / "SHA256").write_text(digest, encoding="utf-8")
        shutil.rmtree(shelf, ignore_errors=True)
        (folder / "out").rename(shelf)
    return shelf / built.name


def watch_compilation(command: list[str], environment: dict[str, str], log: Path) -> None:
    """Run `command`, its output to `log`, telling progress now and then."""
    started = time.monotonic()
    told = started
    with (
        log.open("w", encoding="utf-8") as record,
        subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process,
    ):
        for line in process.stdout or ():
            record.write(line)
            step = NINJA_STEP.search(line)
            now = time.monotonic()
            if step and now - told >= HEARTBEAT_S:
                told = now
                say(f"  {step[1]} of {step[2]} files, {clock_time(now - started)} so far")
    if process.returncode:
        tail = "\n".join(log.read_text(encoding="utf-8").splitlines()[-25:])
        msg = f"llama.cpp did not compile (exit {process.returncode}); log: {log}\n{tail}"
        raise SetUpError(msg)
    say(f"  done in {clock_time(time.monotonic() - started)}")


def install_hub() -> None:
    """Install this checkout in place, with its `lares` command."""
    stamp = Stamp("hub", f"{ROOT}\n{(ROOT / 'pyproject.toml').read_text(encoding='utf-8')}")
    if stamp.is_current() and (VENV / "bin" / "lares").exists():
        return
    say("installing the `lares` command")
    _pip("install", "--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT))
    stamp.write()


def compile_sources() -> None:
    """Compile the sources ahead: a hub that may not write beside them would do so at each start."""
    command = [str(VENV / "bin" / "python"), "-m", "compileall", "-q", "hub", "integrations"]
    _run(command, remedy="is the disk full?")


def prepare_model() -> None:
    """Put the language model together and verify it."""
    command = [str(VENV / "bin" / "python"), "-m", "hub.language.model_files"]
    _run(command, remedy="see the message above")


def install_apart(name: str, what: str) -> None:
    """Install what tests hold against the hub, with versions that are not the hub's."""
    lock = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    stamp = Stamp(name, lock)
    folder = VENV / name
    if stamp.is_current() and (folder / "bin" / "python").exists():
        return
    say(f"installing {what} for the tests (hashes checked)")
    _run([sys.executable, "-m", "venv", "--clear", str(folder)], remedy="is the disk full?")
    wanted = str(REQUIREMENTS / f"{name}.txt")
    command = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    command += ["install", "--quiet", "--require-hashes", "--no-deps", "-r", wanted]
    _run(command, remedy="is the network there, and is the disk not full?")
    stamp.write()


def install_checker() -> None:
    """Install the page's type checker and Home Assistant's JavaScript client, for the tests."""
    stamp = Stamp("web", (WEB_TOOLS / "package-lock.json").read_text(encoding="utf-8"))
    if stamp.is_current() and (WEB_TOOLS / "node_modules").exists():
        return
    if shutil.which("npm") is None:
        msg = "no 'npm' here to check the page with; on Debian: apt install nodejs npm"
        raise SetUpError(msg)
    say("installing the page's checker (hashes checked)")
    command = ["npm", "--prefix", str(WEB_TOOLS), "ci", "--ignore-scripts", "--no-audit"]
    _run([*command, "--no-fund", "--silent"], remedy="is the network there?")
    stamp.write()


class Stamp:
    """Remembers in the environment what a step was made from."""

    def __init__(self, name: str, source: str) -> None:
        self._path = STAMPS / name
        self._digest = digest_of(source)

    def is_current(self) -> bool:
        """Tell whether the step was last done from the same source."""
        return self._path.exists() and self._path.read_text(encoding="utf-8") == self._digest

    def write(self) -> None:
        """Record the step as done."""
        self._path.write_text(self._digest, encoding="utf-8")


def split_lock(lock: str, name: str) -> tuple[str, str]:
    """Split a lock file into the requirement called `name`, with its hashes, and the others."""
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", lock)
    mine = [block for block in blocks if block.startswith(f"{name}==")]
    others = [block for block in blocks if not block.startswith(f"{name}==")]
    return "".join(mine), "".join(others)


def wheel_key(lock: str, build_lock: str, options: str) -> str:
    """Name the shelf of a compiled wheel after all that can change it.

    The processor's features count, because GGML_NATIVE uses what the machine has.
    """
    facts = [lock, build_lock, " ".join(options.split()), sys.implementation.cache_tag or ""]
    facts += [platform.machine(), " ".join(platform.libc_ver()), processor_features()]
    version = re.search(r"==([^\s\\]+)", lock)
    return f"{COMPILED}-{version[1] if version else 'unknown'}-{digest_of(*facts)[:16]}"


def processor_features() -> str:
    """Return the processor's feature list, or nothing where the system keeps none."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line for line in lines if line.startswith(("flags", "Features"))), "")


def sound_wheel(shelf: Path) -> Path | None:
    """Return the wheel on `shelf` if it is there and unchanged since it was made."""
    wheels = list(shelf.glob("*.whl"))
    recorded = shelf / "SHA256"
    if len(wheels) != 1 or not recorded.exists():
        return None
    digest = hashlib.sha256(wheels[0].read_bytes()).hexdigest()
    return wheels[0] if digest == recorded.read_text(encoding="utf-8") else None


def cache_folder() -> Path:
    """Return the folder whose content outlives this checkout."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "lares"


@contextmanager
def exclusive(lock: Path) -> Iterator[None]:
    """Hold `lock`, waiting for another set-up that has it."""
    with lock.open("w", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another set-up to finish")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def digest_of(*parts: str) -> str:
    """Return one SHA-256 over `parts`."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def clock_time(seconds: float) -> str:
    """Write a duration as minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def say(text: str) -> None:
    """Tell the person waiting what happens."""
    print(f"set-up: {text}", flush=True)


def _answers(python: Path) -> bool:
    check = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    return subprocess.run([str(python), "-c", check], check=False).returncode == 0


def _pip(*arguments: str) -> None:
    command = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    _run([*command, *arguments], remedy="is the network there, and is the disk not full?")


def _run(command: list[str], *, remedy: str) -> None:
    status = subprocess.run(command, cwd=ROOT, check=False).returncode
    if status:
        msg = f"{' '.join(command[:6])} ... failed with exit {status}; {remedy}"
        raise SetUpError(msg)


if __name__ == "__main__":
    sys.exit(main())
