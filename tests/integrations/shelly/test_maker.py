"""How Shellies are found, and that commands to them are verified."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hub.devices.manifest import read_manifest
from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.home.maker import Service
from hub.home.plan import Status
from integrations.shelly.maker import MAKER
from tests.integrations.shelly.test_rpc import living
from tests.support.fakes import MemoryApprovals
from tests.support.faulty.soak import AllowAll, NoTraces
from tests.support.shelly import models
from tests.support.shelly.rpc import RpcError

FOLDER = Path(__file__).parents[3] / "integrations/shelly"


def announced(name: str, kind: str = "_shelly._tcp.local.", **properties: str) -> Service:
    """Return what a device announces."""
    return Service(
        protocol="zeroconf",
        type=kind,
        name=f"{name}.{kind}",
        host="192.0.2.7",
        port=80,
        properties=properties,
    )


def test_a_new_one_is_recognised() -> None:
    found = MAKER.recognise(announced("shellyplus1pm-a8032abe54dc", gen="2", app="Plus1PM"))
    assert found is not None
    assert (found.unique_id, found.model) == ("A8032ABE54DC", "Plus1PM")
    assert found.data == {"host": "192.0.2.7", "port": 80, "generation": 2}
    MAKER.config.model_validate(found.data)


def test_one_of_the_first_generation_announces_a_web_page() -> None:
    found = MAKER.recognise(announced("shellyswitch25-98CDAC1F2A3B", "_http._tcp.local."))
    assert found is not None
    assert (found.unique_id, found.model) == ("98CDAC1F2A3B", "shellyswitch25")


@pytest.mark.parametrize("name", ["printer", "shelly", "shelly-x", "notshelly-a8032abe54dc", ""])
def test_others_are_not(name: str) -> None:
    assert MAKER.recognise(announced(name, "_http._tcp.local.")) is None


def test_another_service_is_not() -> None:
    assert MAKER.recognise(announced("shellyplus1pm-a8032abe54dc", "_hap._tcp.local.")) is None


def test_its_manifest_is_right() -> None:
    manifest = read_manifest(FOLDER / "manifest.json")
    assert (manifest.kind, manifest.requirements) == ("maker", ("aioshelly",))


def test_what_a_person_fills_in() -> None:
    schema = MAKER.config.model_json_schema()
    assert set(schema["properties"]) == {"host", "port", "password"}
    assert schema["properties"]["password"]["anyOf"][0]["format"] == "password"


def test_importing_it_imports_no_library() -> None:
    code = (
        "import sys, json, integrations.shelly.maker;"
        "print(json.dumps([name for name in sys.modules if name.startswith('aioshelly')]))"
    )
    root = FOLDER.parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=root
    )
    assert json.loads(done.stdout) == []


async def test_commands_are_verified() -> None:
    quick = ExecutorSettings(verify_else_s=0.5, resend_after_s=0.2, settle_s=0.05, late_s=0)
    async with (
        models.plus_1pm().running() as device,
        living(device) as it,
        Executor(
            it.home, AllowAll(), {"tried": it.host}, MemoryApprovals(), NoTraces(), settings=quick
        ) as executor,
    ):
        for action in ("turn_on", "turn_on", "turn_off"):
            result = await executor.call(f"switch.{action}", ["switch.plug"], {})
            assert result.outcomes[0].status is Status.DONE
        # A relay that is stuck: it takes the command and stays as it is.
        device.methods["Switch.Set"] = lambda _: {"was_on": False}
        stuck = await executor.call("switch.turn_on", ["switch.plug"], {})
        assert stuck.outcomes[0].status is not Status.DONE
        device.refusals["Switch.Set"] = RpcError(-106, "overtemp condition")
        refused = await executor.call("switch.turn_on", ["switch.plug"], {})
        assert refused.outcomes[0].status is Status.FAILED
        assert "overtemp condition" in (refused.outcomes[0].detail or "")


async def test_a_thermostat_is_verified() -> None:
    quick = ExecutorSettings(verify_s={"climate": 0.5}, resend_after_s=0.2, settle_s=0.05, late_s=0)
    async with (
        models.wall_display().running() as device,
        living(device) as it,
        Executor(
            it.home, AllowAll(), {"tried": it.host}, MemoryApprovals(), NoTraces(), settings=quick
        ) as executor,
    ):
        hall = ["climate.hall"]
        warm = await executor.call("climate.set_temperature", hall, {"temperature": 23})
        assert warm.outcomes[0].status is Status.DONE
        # It takes the command and keeps its target.
        device.methods["Thermostat.SetConfig"] = lambda _: {"restart_required": False}
        kept = await executor.call("climate.set_temperature", hall, {"temperature": 18})
        assert kept.outcomes[0].status is not Status.DONE
