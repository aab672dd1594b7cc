"""The owner's policies, read again while the hub runs: a broken file changes nothing."""

from pathlib import Path

import pytest

from hub.guard.policy_file import Policies, load_policies
from hub.home.audit import Unaudited
from hub.home.errors import HubError
from hub.home.troubles import Troubles
from hub.home.yaml_config import ConfigError
from hub.policy_desk import PolicyDesk
from hub.safe_start.policies import safe_policies
from tests.guard.house import SHIPPED

DENY = "policies:\n  - {name: %s, match: {domain: lock}, effect: deny, reason: r}\n"


def desk(folder: Path, troubles: Troubles | None = None) -> tuple[PolicyDesk, list[Policies]]:
    own, told = folder / "policy.yaml", troubles if troubles is not None else Troubles()
    policies = Policies(shipped=SHIPPED, owner=load_policies(own))
    used: list[Policies] = []
    made = PolicyDesk(policies, own, folder, Unaudited(), told)
    made.let_use(used.append)
    return made, used


async def test_a_file_that_was_changed_is_used_at_once(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(DENY % "one")
    made, used = desk(tmp_path)
    file.write_text(DENY % "two")
    await made.reload()
    assert [[one.name for one in each.owner.policies] for each in used] == [["one"], ["two"]]
    assert made.policies.shipped == SHIPPED


@pytest.mark.parametrize("broken", ["policies: [", DENY.replace("lock", "lok") % "x"])
async def test_a_broken_file_changes_nothing_and_says_where(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(DENY % "one")
    made, used = desk(tmp_path)
    file.write_text(broken)
    with pytest.raises(ConfigError, match=r"policy.yaml:\d+: "):
        await made.reload()
    assert len(used) == 1
    [trouble] = made.troubles()
    assert f"{file}:" in trouble.what
    await made.look_again()
    file.write_text(DENY % "two")
    await made.reload()
    assert list(made.troubles()) == []


async def test_a_file_that_is_gone_by_accident_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(DENY % "one")
    made, used = desk(tmp_path)
    await made.reload()
    file.unlink()
    with pytest.raises(HubError, match="missing, though"):
        await made.reload()
    assert [one.name for one in used[-1].owner.policies] == ["one"]


async def test_a_start_with_a_broken_file_is_mended_without_another(tmp_path: Path) -> None:
    file, troubles = tmp_path / "policy.yaml", Troubles()
    file.write_text("policies: [")
    shipped = Path(__file__).parents[1] / "rules" / "policy.yaml"
    policies = safe_policies(shipped, file, tmp_path, troubles)
    assert len(troubles) == 1
    made = PolicyDesk(policies, file, tmp_path, Unaudited(), troubles)
    file.write_text(DENY % "one")
    await made.reload()
    assert len(troubles) == 0
    assert [one.name for one in made.policies.owner.policies] == ["one"]
