"""Whatever is sent to any address of a real hub: an answer as described, and no breakdown."""

from collections.abc import Iterator
from typing import Any

import hypothesis.strategies as st
import pytest
import schemathesis
from hypothesis import given
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.support.fuzzing import LONGER, fuzzing
from tests.support.running_hub import RunningHub

# It streams for ever, and the end of a login would end the fuzzing.
PASSED_OVER = {"GET /api/stream"}
# So that fuzzing also gets beyond "there is no such thing".
KNOWN = {
    "entity_id": ["light.kitchen_ceiling", "lock.front_door", "sensor.nope"],
    "domain": ["light", "lock", "homeassistant", "script", "notify", "mqtt", "nobody"],
    "service": ["turn_on", "toggle", "unlock", "publish", "notify", "create", "reload"],
    "kind": ["automation", "script", "scene"],
    "rule_id": ["fuzz", "automation.fuzz"],
    "number": ["1", "0", "-1", "99999999999"],
    "event_type": ["fuzz", "state_changed", "lares_plan"],
    "start": ["2026-01-01T00:00:00+00:00", "9999-12-31", "0001-01-01", "-1"],
}  # fmt: skip
CHECKS = [
    schemathesis.checks.not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    folder = tmp_path_factory.mktemp("fuzz") / "hub"
    with RunningHub(folder, "--no-model") as hub:
        hub.wait_for("lock.front_door", "locked")
        yield hub


@pytest.mark.timeout(90 * LONGER)
def test_any_request_is_answered_as_described(hub: RunningHub) -> None:
    document = hub.remote.request("GET", "/api/lares/openapi.json")
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=hub.url)
    headers = {"Authorization": f"Bearer {hub.token}"}
    failed: list[str] = []
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        if f"{operation.method.upper()} {operation.path}" in PASSED_OVER:
            continue

        @fuzzing(6)
        @given(case=operation.as_strategy(), data=st.data())
        def fuzz(case: schemathesis.Case[Any], data: st.DataObject) -> None:
            for name in case.path_parameters or {}:
                if name in KNOWN and data.draw(st.booleans()):
                    case.path_parameters[name] = data.draw(st.sampled_from(KNOWN[name]))
            case.call_and_validate(headers=headers, checks=CHECKS, timeout=20)

        try:
            fuzz()
        except (FailureGroup, AssertionError) as error:
            failed.append(f"{operation.label}: {error}"[:2000])
    assert not failed, "\n\n".join(failed)
    assert hub.process.poll() is None
    assert hub.remote.request("GET", "/api/")["message"] == "API running."
    assert "Traceback" not in hub.output()
    assert not [line for line in hub.output().splitlines() if " ERROR " in line]
