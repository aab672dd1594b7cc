"""`lares train` without its extra."""

import importlib.util
from pathlib import Path

import pytest

from hub import cli


def test_a_missing_extra_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert cli.main(["train", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "torch, transformers, peft, gguf" in said
    assert "lares[train]" in said


def test_no_steps_are_no_training(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["train", "folder", "--steps", "0"])
    assert "0 is no number of steps" in capsys.readouterr().err
