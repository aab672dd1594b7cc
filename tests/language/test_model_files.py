"""The model is assembled whole or not at all, and never taken unverified."""

import hashlib
from pathlib import Path

import pytest

from hub.language.model_files import (
    MODEL_NAME,
    ModelFileError,
    ModelSource,
    assemble,
    default_model_path,
    is_verified,
    packaged_parts,
)


@pytest.fixture
def source(tmp_path: Path) -> ModelSource:
    parts = []
    for index, content in enumerate((b"GGUF", b"", b"\x00tail")):
        part = tmp_path / f"part{index}"
        part.write_bytes(content)
        parts.append(part)
    return ModelSource(tuple(parts), hashlib.sha256(b"GGUF\x00tail").hexdigest())


def test_parts_are_joined_in_order_and_verified(source: ModelSource, tmp_path: Path) -> None:
    told: list[str] = []
    target = assemble(source, tmp_path / "models" / "m.gguf", progress=told.append)
    assert target.read_bytes() == b"GGUF\x00tail"
    assert is_verified(target, source.sha256)
    assert "Gemma Terms of Use" in told[-1]


def test_a_damaged_part_leaves_nothing_behind(source: ModelSource, tmp_path: Path) -> None:
    source.parts[0].write_bytes(b"GGUX")
    with pytest.raises(ModelFileError, match=r"m\.gguf.*SHA-256.*reinstall"):
        assemble(source, tmp_path / "models" / "m.gguf", progress=lambda _: None)
    assert list((tmp_path / "models").iterdir()) == []


def test_a_missing_part_is_named(source: ModelSource, tmp_path: Path) -> None:
    source.parts[1].unlink()
    with pytest.raises(ModelFileError, match=r"part1.*reinstall"):
        assemble(source, tmp_path / "m.gguf", progress=lambda _: None)


def test_a_changed_model_is_replaced(source: ModelSource, tmp_path: Path) -> None:
    target = assemble(source, tmp_path / "m.gguf", progress=lambda _: None)
    target.write_bytes(b"something else")
    assert not is_verified(target, source.sha256)
    assemble(source, target, progress=lambda _: None)
    assert target.read_bytes() == b"GGUF\x00tail"


def test_a_sound_model_needs_no_parts(source: ModelSource, tmp_path: Path) -> None:
    target = assemble(source, tmp_path / "m.gguf", progress=lambda _: None)
    target.with_name("m.gguf.verified").unlink()
    for part in source.parts:
        part.unlink()
    assert assemble(source, target, progress=lambda _: None) == target


def test_an_unwritable_folder_is_named(source: ModelSource, tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder belongs")
    with pytest.raises(ModelFileError, match=r"m\.gguf.*permissions"):
        assemble(source, tmp_path / "models" / "m.gguf", progress=lambda _: None)


def test_the_cache_folder_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_model_path() == tmp_path / "lares" / "models" / MODEL_NAME


def test_the_installed_packages_hold_all_parts() -> None:
    assert [part.exists() for part in packaged_parts()] == [True] * 4
