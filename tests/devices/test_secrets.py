"""What of an entry's data is secret, and to whom it would be told."""

from pathlib import Path
from typing import Any

import pytest

from hub.config import NetworkSettings
from hub.home.home import Home
from hub.home.ids import EntityId
from hub.home.maker import Entry
from hub.home.masking import Masking
from hub.makers import Around, Makers, gives_away, secrets_in
from hub.recorder.database import Database
from hub.recorder.registry import Registry


@pytest.mark.parametrize(
    ("data", "secrets", "is_given_away"),
    [
        ({"host": "x", "port": 80}, [], False),
        ({"host": "x", "password": None}, [], False),
        ({"host": "x", "password": "pw-pw-pw"}, ["pw-pw-pw"], True),
        ({"host": "x", "app_key": "key-key"}, ["key-key"], True),
        ({"headers": {"X-Who": "me-me-me"}}, ["me-me-me"], True),
        ({"auth": {"login": {"password": "pw-pw-pw"}}}, ["pw-pw-pw"], True),
        ({"noise_psk": "psk-psk"}, ["psk-psk"], False),
    ],
)
def test_secrets_are_known_wherever_they_stand(
    data: dict[str, Any],
    secrets: list[str],
    is_given_away: bool,  # noqa: FBT001 -- a case
) -> None:
    assert [secret for secret in secrets_in(data) if secret] == secrets
    assert gives_away(data) is is_given_away


class NobodyElse:
    """An integration that renames nothing."""

    def rename(self, old: EntityId, new: EntityId) -> None:
        raise NotImplementedError

    def drives(self, entity_id: EntityId) -> bool:
        raise NotImplementedError


async def test_a_key_that_was_renewed_is_masked(tmp_path: Path) -> None:
    masking = Masking()
    async with Database(tmp_path / "lares.db") as database:
        makers = Makers(
            Around(
                home=Home(),
                database=database,
                registry=Registry(database),
                mqtt=NobodyElse(),
                settings=NetworkSettings(),
                folder=tmp_path,
                masking=masking,
                is_given=lambda _: False,
                voice=lambda: None,
            )
        )
        data = {"host": "x", "app_key": "renewed-key"}
        entry = Entry(id="e", integration="hue", unique_id="u", title="Bridge", data=data)
        await makers.host._store.put(entry)
        assert masking.text("said renewed-key aloud") == "said *** aloud"
