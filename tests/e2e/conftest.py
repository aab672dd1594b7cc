"""One demo hub for the tests that only look and ask; others start their own."""

from collections.abc import Iterator

import pytest

from tests.support.booted import why_not
from tests.support.running_hub import RunningHub

# A machine that cannot boot a systemd of its own leaves these out, and the header says so.
collect_ignore = ["test_units.py"] if why_not() else []


def pytest_report_header() -> str:
    """Tell what this machine cannot run."""
    return f"left out: tests/e2e/test_units.py ({why_not()})" if why_not() else ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as e2e, and give it the time a whole hub needs."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.e2e)
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(120))


@pytest.fixture(scope="module")
def demo_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """The demo as `make demo` starts it, with the real model loaded."""
    folder = tmp_path_factory.mktemp("demo") / "hub"
    with RunningHub(folder) as hub:
        hub.wait_for("light.kitchen_ceiling", "on", "off")
        hub.wait_for_model()
        yield hub
