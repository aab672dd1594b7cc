"""A broken policy file never allows more than a whole one did."""

from pathlib import Path

import pytest

from hub.app import SHIPPED_POLICY
from hub.guard.policy_file import Policies
from hub.home.troubles import Troubles
from hub.safe_start.policies import safe_policies

WHOLE = """
read_back: {entities: 3}
policies:
  - name: the gate opens by rule
    match: {entity_id: cover.gate, source: rule}
    effect: allow
    reason: we come home
  - name: nobody touches the freezer
    match: {entity_id: switch.freezer}
    effect: deny
    reason: it must run
"""


def read(folder: Path, shipped: Path = SHIPPED_POLICY) -> tuple[Policies, list[str]]:
    said: list[str] = []
    own = folder / "policy.yaml"
    return safe_policies(shipped, own, folder, Troubles(said.append)), said


@pytest.mark.parametrize("broken", [b"\xff\xfe", b"policies: [", b"policies: [{name: x}]", None])
def test_what_forbids_stays_and_what_allows_goes(tmp_path: Path, broken: bytes | None) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(WHOLE)
    policies, said = read(tmp_path)
    assert (len(policies.owner.policies), said) == (2, [])
    if broken is None:
        file.unlink()
    else:
        file.write_bytes(broken)
    policies, [told] = read(tmp_path)
    assert [one.name for one in policies.owner.policies] == ["nobody touches the freezer"]
    assert policies.read_back.entities == 3
    assert policies.shipped.policies
    assert "policies: " in told
    assert "`lares policy check`" in told
    file.write_text(WHOLE)
    assert len(read(tmp_path)[0].owner.policies) == 2


def test_without_the_shipped_file_the_floor_of_the_guard_stays(tmp_path: Path) -> None:
    policies, [told] = read(tmp_path, tmp_path / "nowhere.yaml")
    assert [one.match.action for one in policies.shipped.policies] == [("*",)]
    assert "install Lares again" in told


def test_no_policy_of_ones_own_is_nothing_to_tell(tmp_path: Path) -> None:
    assert read(tmp_path)[1] == []
