"""What the executor acknowledged is on disk: approvals and traces survive a restart."""

from pathlib import Path

from hub.home.model import Source
from hub.home.plan import Status
from hub.recorder.approvals import Approvals
from hub.recorder.database import Database
from hub.recorder.traces import Traces
from tests.executor.test_executor import ANNA, UNLOCK, Rig, statuses


async def test_an_approval_given_after_a_restart_counts(tmp_path: Path) -> None:
    file = tmp_path / "lares.db"
    async with (
        Database(file) as database,
        Rig().executor(Approvals(database), Traces(database)) as executor,
    ):
        asked = await executor.run(UNLOCK)
    async with Database(file) as database:
        traces = Traces(database)
        async with Rig().executor(Approvals(database), traces) as executor:
            waiting = await traces.get(UNLOCK.id)
            assert waiting is not None
            assert statuses(waiting.result) == [Status.WAITING]
            assert [approval.id for approval in await executor.pending()] == [asked.approval_id]
            assert (await executor.decide(str(asked.approval_id), approve=True, by=ANNA)).is_done
        done = await traces.get(UNLOCK.id)
    assert done is not None
    assert done.result.is_done


async def test_a_call_that_returned_left_a_trace_with_the_states_from_before(
    tmp_path: Path,
) -> None:
    rig = Rig()
    rig.devices.faults["light.desk"] = "deaf"
    async with Database(tmp_path / "lares.db") as database:
        traces = Traces(database)
        async with rig.executor(traces=traces) as executor:
            result = await executor.call(
                "light.turn_on", ["light.desk"], {}, source=Source.UI, user_id=ANNA, wait_s=0
            )
            trace = await traces.get(result.plan.id)
    assert trace is not None
    assert trace.before is not None
    assert [state.state for state in trace.before.values()] == ["off"]
