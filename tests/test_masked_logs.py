"""Logs without secrets: messages, arguments, tracebacks, and what the configuration holds."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.config import Config
from hub.home.masking import Masking
from hub.home.yaml_config import parse_yaml
from hub.masked_logs import LatestLines, MaskedFormatter, learn_from

MASKED = Masking(["hunter2hunter2"])


@pytest.fixture
def written() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(MaskedFormatter(MASKED))
    logger = logging.getLogger("tests.masked")
    logger.addHandler(handler)
    yield logger, out
    logger.removeHandler(handler)


def test_arguments_and_tracebacks_are_masked(
    written: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, out = written
    logger.warning("the broker refused %s of %r", "hunter2hunter2", {"password": "abcdef"})
    try:
        int("http://me:topsecret1@camera/")
    except ValueError:
        logger.exception("no picture with code: %s", "4711")
    text = out.getvalue()
    for secret in ("hunter2", "abcdef", "topsecret1", "4711"):
        assert secret not in text
    assert "the broker refused *** of {'password': ***}" in text
    assert "base 10: 'http://***@camera/'" in text


def test_all_secrets_of_the_configuration_are_learned(tmp_path: Path) -> None:
    text = """
mqtt: {host: 192.0.2.1, username: lares, password: of-the-broker}
owntracks: {secret: {owntracks/ann/phone: of-the-phone}, webhook_id: 0123456789abcdefgh}
"""
    masking = Masking()
    learn_from(parse_yaml(text, str(tmp_path / "lares.yaml"), Config), masking)
    told = "of-the-broker, of-the-phone, 0123456789abcdefgh, 192.0.2.1"
    assert masking.text(told) == "***, ***, ***, 192.0.2.1"


def test_a_short_webhook_id_stays_readable() -> None:
    masking = Masking()
    learn_from(Config.model_validate({"owntracks": {"webhook_id": "doorbell"}}), masking)
    assert masking.text("binary_sensor.doorbell") == "binary_sensor.doorbell"


def test_the_latest_lines_are_kept_masked_and_bounded() -> None:
    kept = LatestLines()
    kept.setFormatter(MaskedFormatter(MASKED))
    logger = logging.getLogger("tests.kept")
    logger.addHandler(kept)
    try:
        for number in range(2_000):
            logger.warning("line %d with hunter2hunter2 and %s", number, "x" * 10_000)
    finally:
        logger.removeHandler(kept)
    lines = kept.text().splitlines()
    assert len(lines) == 500
    assert "line 1999" in lines[-1]
    assert "hunter2" not in kept.text()
    assert max(map(len, lines)) <= 4_000
