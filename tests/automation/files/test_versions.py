"""Every change of a rule's text is kept, and can be taken back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.automation.files.editing import EditFailed, RuleEditor
from hub.automation.files.loading import load
from hub.automation.files.versions import Versions
from hub.automation.model.rules import Automation, Configuration
from hub.home.ids import UserId
from hub.recorder.database import Database
from hub.recorder.rule_versions import RuleVersions
from tests.support.fakes import ManualClock


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(tmp_path / "lares.db") as database:
        yield database


def _read(path: Path) -> Configuration:
    return load(path, environ={}).configuration


def _rule(path: Path, rule_id: str) -> Automation:
    return next(rule for rule in _read(path).automations if rule.id == rule_id)


async def test_the_first_load_keeps_every_rule_and_the_second_none(
    db: Database, house: Path
) -> None:
    versions = Versions(RuleVersions(db), RuleEditor(house, environ={}), ManualClock())
    found = _read(house)
    kept = await versions.notice(found)
    count = len(found.automations) + len(found.scripts) + len(found.scenes)
    assert (len(kept), {version.why for version in kept}) == (count, {"file"})
    assert await versions.notice(_read(house)) == ()


async def test_what_was_left_for_later_is_noticed_by_whoever_asks_first(
    db: Database, house: Path
) -> None:
    versions = Versions(RuleVersions(db), RuleEditor(house, environ={}), ManualClock())
    versions.notice_later(_read(house))
    assert [kept.number for kept in await versions.list("automation", "1001")] == [1]
    await versions.catch_up()
    assert len(await versions.list("automation", "1001")) == 1


async def test_a_change_by_hand_is_noticed_alone(db: Database, house: Path) -> None:
    versions = Versions(RuleVersions(db), RuleEditor(house, environ={}), ManualClock())
    await versions.notice(_read(house))
    file = house / "automations.yaml"
    file.write_text(file.read_text().replace("minutes: 2", "minutes: 7"))
    [kept] = await versions.notice(_read(house))
    assert (kept.rule_id, kept.number, kept.why) == ("1001", 2, "file")
    assert "minutes: 7" in kept.text


async def test_a_restored_version_is_the_old_text_and_a_new_version(
    db: Database, house: Path
) -> None:
    clock = ManualClock()
    editor = RuleEditor(house, environ={})
    versions = Versions(RuleVersions(db), editor, clock)
    await versions.notice(_read(house))
    before = (house / "automations.yaml").read_text()
    rule = _rule(house, "1001")
    editor.replace(rule, editor.source(rule) | {"mode": "queued", "alias": "Other"})
    await versions.keep(_rule(house, "1001"), "api", user_id=UserId("nora"))
    clock.advance(60)
    first = await versions.get("automation", "1001", 1)
    assert first is not None
    await versions.restore(first, _rule(house, "1001"), user_id=UserId("emil"))
    assert (house / "automations.yaml").read_text() == before
    told = [(v.number, v.why, v.user_id) for v in await versions.list("automation", "1001")]
    assert told == [(3, "restore", "emil"), (2, "api", "nora"), (1, "file", None)]
    assert await versions.notice(_read(house)) == ()


async def test_a_deleted_rule_comes_back(db: Database, house: Path) -> None:
    editor = RuleEditor(house, environ={})
    versions = Versions(RuleVersions(db), editor, ManualClock())
    await versions.notice(_read(house))
    rule = _rule(house, "1002")
    editor.delete(rule)
    [last] = await versions.list("automation", "1002")
    await versions.restore(last, None)
    assert _rule(house, "1002") == rule
    assert "!secret hook" in (house / "automations.yaml").read_text()


async def test_a_version_of_another_rule_is_refused(db: Database, house: Path) -> None:
    versions = Versions(RuleVersions(db), RuleEditor(house, environ={}), ManualClock())
    await versions.notice(_read(house))
    first = await versions.get("automation", "1001", 1)
    assert first is not None
    with pytest.raises(EditFailed):
        await versions.restore(first, _rule(house, "1002"))


async def test_only_so_many_versions_are_kept(db: Database, house: Path) -> None:
    editor = RuleEditor(house, environ={})
    versions = Versions(RuleVersions(db, kept=3), editor, ManualClock())
    for number in range(6):
        rule = _rule(house, "1001")
        editor.replace(rule, editor.source(rule) | {"description": f"take {number}"})
        await versions.keep(rule, "api")
    kept = await versions.list("automation", "1001")
    assert [version.number for version in kept] == [6, 5, 4]


async def test_a_version_fits_a_rule_that_moved_to_a_file_of_its_own(
    db: Database, tmp_path: Path
) -> None:
    file = tmp_path / "rules" / "automations.yaml"
    file.parent.mkdir()
    file.write_text("- id: a\n  mode: single\n  triggers: []\n  actions: []\n")
    editor = RuleEditor(file.parent, environ={})
    versions = Versions(RuleVersions(db), editor, ManualClock())
    await versions.notice(_read(file.parent))
    file.write_text("id: a\nmode: queued\ntriggers: []\nactions: []  # none\n")
    first = await versions.get("automation", "a", 1)
    assert first is not None
    await versions.restore(first, _rule(file.parent, "a"))
    assert _rule(file.parent, "a").mode == "single"
    assert "# none" in file.read_text()
