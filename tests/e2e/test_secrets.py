"""Secrets put through every channel of a real hub are in none of its logs, traces, records."""

import json
import random
import shutil
import sqlite3
import string
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from hub.remote import Rejected
from tests.support.mosquitto import LOOPBACK, free_port
from tests.support.running_hub import RunningHub

pytestmark = pytest.mark.timeout(180)

# What is written down of what happened; the codes that a rule or an approval needs stay with it.
RECORDS = {
    "lares.db": ("traces",),
    "history.db": ("states", "attributes", "events", "runs"),
    "audit.db": ("entries",),
}


class Secrets:
    """Secrets made up for one house, each for one channel."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 -- the same in every run
        self.made: dict[str, str] = {}

    def word(self, channel: str) -> str:
        """Make up a password."""
        letters = string.ascii_letters + string.digits
        return self._made(channel, "Z" + "".join(self._random.choices(letters, k=23)))

    def code(self, channel: str) -> str:
        """Make up a code, so long that no time or number holds it by chance."""
        return self._made(channel, "".join(self._random.choices("123456789", k=11)))

    def found_in(self, text: str) -> list[str]:
        """Return the channels whose secrets stand in a text."""
        return [channel for channel, secret in self.made.items() if secret in text]

    def _made(self, channel: str, secret: str) -> str:
        self.made[channel] = secret
        return secret


def written_by(hub: RunningHub) -> Iterator[tuple[str, str]]:
    """Yield all that a hub wrote down, each with its place."""
    yield "the log", hub.output()
    for file, tables in RECORDS.items():
        with closing(sqlite3.connect(hub.folder / file)) as db:
            for table in tables:
                for row in db.execute(f"SELECT * FROM {table}"):  # noqa: S608 -- our own names
                    yield f"{file}: {table}", json.dumps(row, default=repr)


def refused(hub: RunningHub, method: str, path: str, body: Any, token: str | None = None) -> str:
    """Send what the hub refuses, and return its whole answer."""
    request = urllib.request.Request(  # noqa: S310 -- our own hub
        hub.url + path,
        method=method,
        data=body if isinstance(body, bytes) else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token or hub.token}",
                 "Content-Type": "application/json"},
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            pytest.fail(f"{method} {path} was not refused: {answer.read()!r}")
    except urllib.error.HTTPError as error:
        return error.read().decode()


def rule(secrets: Secrets, webhook_id: str) -> dict[str, Any]:
    return {
        "alias": "Let the gardener in",
        "triggers": [{"trigger": "webhook", "webhook_id": webhook_id, "local_only": True}],
        "actions": [
            {"variables": {"password": secrets.word("a variable of a rule"),
                           "code": "{{ trigger.json.code }}"}},
            {"action": "lock.lock", "target": {"entity_id": "lock.front_door"},
             "data": {"code": secrets.code("a rule's code")}},
            {"event": "gardener", "event_data": {"code": secrets.code("a rule's event")}},
            {"action": "system_log.write", "data": {
                "level": "error",
                "message": f"password: {secrets.word('a log line of a rule')}, or so"}},
        ],
    }  # fmt: skip


def test_no_channel_leaves_a_secret_behind(tmp_path: Path) -> None:
    secrets = Secrets(1)
    folder = tmp_path / "hub"
    folder.mkdir()
    webhook_id = secrets.word("the id of a rule's webhook")
    (folder / "lares.yaml").write_text(
        f"owntracks: {{secret: {secrets.word('the secret of a phone')},"
        f" webhook_id: {secrets.word('the id of the webhook of phones')}}}\n"
    )
    answers: list[str] = []
    with RunningHub(folder, "--no-model", token=secrets.word("the owner's token")) as hub:
        hub.wait_for("lock.front_door", "locked")
        request = hub.remote.request
        answers += _say(hub, secrets)
        answers += _call(hub, secrets)
        request("POST", "/api/config/automation/config/gardener", rule(secrets, webhook_id))
        body = {"password": secrets.word("a webhook's body"), "code": secrets.code("its code")}
        _post(f"{hub.url}/api/webhook/{webhook_id}", body)
        url = f"http://a:{secrets.word('a URL')}@b/"
        request("POST", "/api/events/party", {"code": secrets.code("an event"), "url": url})
        attributes = {"access_token": secrets.word("an attribute"),
                      "entity_picture": f"/x?token={secrets.word('a picture')}"}  # fmt: skip
        state = f"rtsp://me:{secrets.word('a state')}@camera/1"
        request("POST", "/api/states/sensor.odd", {"state": state, "attributes": attributes})
        made = request("POST", "/api/lares/tokens", {"name": "for a panel"})
        secrets.made["a token that was made"] = made["token"]
        request("DELETE", f"/api/lares/tokens/{made['id']}")
        answers.append(refused(hub, "POST", "/api/lares/tokens", {}, made["token"]))
        hub.wait_for("lock.front_door", "locked")
        ran = request("GET", "/api/lares/runs?rule=automation.gardener")
        assert [run["ending"] for run in ran["runs"]] == ["finished"], ran
    for answer in answers:
        assert secrets.found_in(answer) == [], answer
    places = {place for place, text in written_by(hub) if text}
    assert len(places) == 1 + sum(map(len, RECORDS.values()))
    for place, text in written_by(hub):
        assert secrets.found_in(text) == [], f"{place}: {text[:3000]}"


def _say(hub: RunningHub, secrets: Secrets) -> list[str]:
    """Say codes that are understood, and some that are not; return what was answered wrong."""
    code = secrets.code("a sentence")
    hub.ask(f"unlock the front door with code {code}")
    hub.ask("no")
    answers = []
    for sentence in ("disarm the castle, the code is {}", "my pin is {}, let in the goblins"):
        answer = hub.ask(sentence.format(secrets.code(sentence)))
        if answer["response"]["response_type"] == "error":
            answers.append(json.dumps(answer))
    return answers


def _call(hub: RunningHub, secrets: Secrets) -> list[str]:
    """Call services with codes, rightly and wrongly; return the answers that refuse them."""
    target: dict[str, Any] = {"entity_id": "lock.front_door"}
    asked = refused(
        hub, "POST", "/api/services/lock/unlock", target | {"code": secrets.code("a call")}
    )
    hub.remote.request(
        "POST", f"/api/lares/approvals/{json.loads(asked)['approval_id']}", {"approve": True}
    )
    hub.wait_for("lock.front_door", "unlocked")
    hub.remote.request(
        "POST", "/api/services/lock/lock", target | {"code": secrets.code("another call")}
    )
    wrong: list[dict[str, Any]] = [
        {"code": [secrets.code("a list")]},
        {"code": secrets.code("beside an unknown key"), "colour": "red"},
        {"entity_id": "lock.none", "code": secrets.code("for no lock")},
    ]
    bodies = [json.dumps(target | body).encode() for body in wrong]
    bodies.append(f'{{"password": "{secrets.word("broken JSON")}"'.encode())
    answers = [refused(hub, "POST", "/api/services/lock/unlock", body) for body in bodies]
    told = {"code": secrets.word("onboarding"), "name": "Eve"}
    answers.append(refused(hub, "POST", "/api/lares/onboarding", told))
    return [asked, *answers]


def _post(url: str, body: dict[str, Any]) -> None:
    request = urllib.request.Request(  # noqa: S310 -- our own hub
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with suppress(Rejected), urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        answer.read()


@contextmanager
def broker_with_a_password(folder: Path, password: str) -> Iterator[int]:
    """Run a broker that lets in one user."""
    program = shutil.which("mosquitto", path="/usr/sbin:/usr/bin")
    maker = shutil.which("mosquitto_passwd", path="/usr/sbin:/usr/bin")
    assert program is not None, "mosquitto is not installed: apt install mosquitto"
    assert maker is not None
    users = folder / "users"
    subprocess.run([maker, "-b", "-c", str(users), "lares", password], check=True)
    port = free_port()
    config = folder / "mosquitto.conf"
    config.write_text(f"listener {port} {LOOPBACK}\nallow_anonymous false\npassword_file {users}\n"
                      "user root\n")  # fmt: skip
    process = subprocess.Popen([program, "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        yield port
    finally:
        process.kill()
        process.wait()


def test_a_broker_that_refuses_the_password_is_told_without_it(tmp_path: Path) -> None:
    secrets = Secrets(2)
    folder = tmp_path / "hub"
    folder.mkdir()
    with broker_with_a_password(tmp_path, "another") as port:
        (folder / "lares.yaml").write_text(
            f"mqtt: {{host: {LOOPBACK}, port: {port}, username: lares,"
            f" password: {secrets.word('the password of the broker')}}}\n"
        )
        with RunningHub(folder, "--no-model", command="run") as hub:
            health = json.dumps(hub.remote.request("GET", "/api/lares/health"))
            assert "disconnected" in health
    assert "broker" in hub.output()
    for place, text in (("the health", health), *written_by(hub)):
        assert secrets.found_in(text) == [], place
