"""`lares user` and `lares token`, against a hub that runs."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub import remote
from hub.cli import main
from hub.cli_people import moment_of
from hub.home.errors import HubError
from tests.support.running_hub import RunningHub

WORDS = "four words in a row"
OWNERS = "the-owners-own-token"
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("people") / "hub"
    with RunningHub(folder, "--no-model", command="run", token=OWNERS):
        yield folder


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LARES_TOKEN", "LARES_URL", "LARES_CONFIG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    def run(*arguments: str, stdin: str = "", status: int = 0) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        assert main([*arguments, "--config", str(folder)]) == status
        told = capsys.readouterr()
        return told.out + told.err

    return run


@pytest.mark.timeout(60)
def test_somebody_is_added_narrowed_and_removed(run: Any, folder: Path) -> None:
    assert "is a guest" in run("user", "add", "Gil", "--until", "3d")
    assert "until" in run("user", "list")
    run("user", "password", "gil", stdin=f"{WORDS}\n")
    run("user", "pin", "Gil", stdin="2580\n")
    run("user", "role", "Gil", "child")
    told = run("user", "grant", "Gil", "--see-domains", "light,lock", "--move-domains", "light")
    assert "sees only domains light, lock; moves only domains light" in told
    assert "password; PIN" in told
    assert "moves" not in run("user", "grant", "Gil")
    assert "until" not in run("user", "until", "Gil", "never")
    assert "person.gil" in run("user", "person", "Gil", "person.gil")
    token = run("token", "create", "wall", "--scope", "read", "--days", "7").strip()
    hub = remote.find(None, None, folder)
    wall = remote.Remote(hub.url, token)
    assert wall.request("GET", "/api/lares/me")["token"]["scope"] == "read"
    with pytest.raises(remote.Rejected, match="use another token"):
        wall.request("POST", "/api/lares/tokens", {"name": "more"})
    assert "wall  read, last used" in run("token", "list")
    body = {"name": "Gil", "password": WORDS}
    assert remote.Remote(hub.url, "").request("POST", "/api/lares/login", body)["token"]
    assert "is removed" in run("user", "remove", "Gil")
    assert "there is no user 'Gil'; there are" in run("user", "role", "Gil", "adult", status=1)


@pytest.mark.timeout(60)
def test_a_lost_phone_is_found_and_removed(run: Any, folder: Path) -> None:
    run("user", "add", "Kay", "--role", "adult")
    token = run("token", "create", "kay", "--user", "Kay").strip()
    kay = remote.Remote(remote.find(None, None, folder).url, token)
    body = {
        "app_id": "x", "app_name": "App", "app_version": "1", "device_name": "Kays Phone",
        "manufacturer": "Fair", "model": "Two",
    }  # fmt: skip
    kay.request("POST", "/api/mobile_app/registrations", body)
    assert run("user", "phones", "Owner") == ""
    told = run("user", "phones", "Kay")
    assert told.endswith("  Kays Phone  (Fair Two; App; of Kay)\n")
    assert told == run("user", "phones")
    assert "no phone 'x/y'" in run("user", "phone-remove", "x/y", status=1)
    assert "is removed" in run("user", "phone-remove", told.split()[0])
    assert json.loads(run("user", "phones", "--json")) == []
    kay.request("POST", "/api/mobile_app/registrations", body)
    told = run("user", "password", "Kay", "--end-all", stdin=f"{WORDS}\n")
    assert "all other tokens and 1 phone ended" in told
    with pytest.raises(remote.Rejected, match="revoked"):
        kay.request("GET", "/api/")
    run("user", "remove", "Kay")


@pytest.mark.timeout(60)
def test_mistakes_are_told_and_change_nothing(run: Any) -> None:
    assert "another name" in run("user", "add", "this computer", status=1)
    assert "is no time" in run("user", "add", "Eve", "--until", "soon", status=1)
    assert "4 to 12 digits" in run("user", "pin", "Owner", stdin="12\n", status=1)
    assert "8 to 1024" in run("user", "password", "Owner", stdin="short\n", status=1)
    assert "last owner" in run("user", "remove", "Owner", status=1)
    assert "no area 'kichen'" in run("user", "grant", "Owner", "--see-areas", "kichen", status=1)
    names = [user["name"] for user in json.loads(run("user", "list", "--json"))]
    assert names == ["Owner", "This computer"]


@pytest.mark.timeout(60)
def test_no_secret_is_written_down(run: Any, folder: Path) -> None:
    run("user", "password", "Owner", stdin=f"{WORDS} again\n")
    run("user", "pin", "Owner", stdin="907315842266\n")
    everything = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert f"{WORDS} again".encode() not in everything
    assert b"907315842266" not in everything


@pytest.mark.timeout(60)
def test_a_token_speaks_for_its_user_also_beside_the_hubs_folder(run: Any) -> None:
    run("user", "add", "Gus")
    token = run("token", "create", "gus", "--user", "Gus").strip()
    assert "'Gus' is a guest and may not do this" in run("rules", "--token", token, status=1)
    assert "revoked" in run("token", "revoke", "gus")
    assert "revoked" in run("rules", "--token", token, status=1)
    assert "lares token list" in run("token", "revoke", "gus", status=1)
    for _ in range(2):
        run("token", "create", "twin")
    assert "2 tokens are named 'twin'" in run("token", "revoke", "twin", status=1)


@pytest.mark.timeout(60)
def test_what_is_likely_a_slip_is_told(run: Any) -> None:
    assert "is an adult" in run("user", "add", "Ada", "--role", "adult")
    told = run("user", "add", "Old", "--until", "2020-05-03")
    assert "is a guest  (ended at the end of 2020-05-03)" in told
    assert "until the end of 2999-01-01" in run("user", "until", "Old", "2999-01-01")
    assert "until 2999-01-01 18:30" in run("user", "until", "Old", "2999-01-01T18:30")
    assert "there is no person.adda in this home yet" in run("user", "person", "Ada", "person.adda")


@pytest.mark.parametrize(
    ("arguments", "choices"),
    [
        (("user", "add", "Eve", "--role", "kid"), "from 'owner', 'adult', 'child'"),
        (("token", "create", "x", "--scope", "all"), "from 'read', 'control', 'admin'"),
        (("audit", "show", "--kind", "x"), "from 'record_began'"),
    ],
)
def test_choices_are_told_as_they_are_written(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], choices: str
) -> None:
    with pytest.raises(SystemExit):
        main(list(arguments))
    assert choices in capsys.readouterr().err


def test_no_command_takes_a_secret_as_an_argument(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (("password", "Ann", WORDS), ("pin", "Ann", "2580")):
        with pytest.raises(SystemExit):
            main(["user", *arguments])
        assert "unrecognized arguments" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("36h", NOW + timedelta(hours=36)), ("3d", NOW + timedelta(days=3)),
        ("2w", NOW + timedelta(weeks=2)),
        # A day lasts to its end, by the clock of the house.
        ("2026-05-03", datetime(2026, 5, 3, 22, tzinfo=UTC)),
        ("2026-05-03T18:00", datetime(2026, 5, 3, 16, tzinfo=UTC)),
        ("2026-05-03T18:00+00:00", datetime(2026, 5, 3, 18, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_an_end_is_a_span_a_day_or_a_time(text: str, wanted: datetime) -> None:
    assert moment_of(text, BERLIN, NOW) == wanted


@pytest.mark.parametrize("text", ["", "soon", "3x", "2026-13-01", "9999-12-31"])
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(HubError, match="is no time"):
        moment_of(text, BERLIN, NOW)
