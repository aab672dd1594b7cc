"""Secrets are masked wherever they stand, and what is none is left alone."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.masking import MASK, Masking

REPOSITORY = Path(__file__).parents[2]
# A secret as people and machines choose them; without what ends a value in any notation.
SECRETS = st.text("abcXYZ0189_-!.$", min_size=8, max_size=24).filter(
    lambda text: text.strip(".-") == text and text[0].isalnum()
)
DIGITS = st.text("0123456789", min_size=3, max_size=8)


@pytest.mark.parametrize(
    "text",
    [
        "password={}",
        "Password: {}",
        "the password: '{}', and more",
        '{{"password": "{}"}}',
        "Unlock(action='lock.unlock', code='{}')",
        "access_token={}&expires=3600",
        "Authorization: Bearer {}",
        "headers: {{'Authorization': 'Basic {}'}}",
        "Cookie: session={}",
        "sent Bearer {} along",
        "mqtt://lares:{}@192.0.2.7:1883 refused it",
        "http://{}@camera.local/stream",
        "POST /api/webhook/{}?a=b",
        "api_key: {}",
        "client_secret={};",
    ],
)
@given(secret=SECRETS)
def test_a_secret_is_found_by_its_name_and_its_looks(text: str, secret: str) -> None:
    written = text.format(secret)
    masked = Masking().text(written)
    assert secret not in masked
    assert MASK in masked
    assert Masking().text(masked) == masked


@pytest.mark.parametrize(
    "sentence",
    [
        "unlock the front door with code {}",
        "disarm the alarm, the code is {}",
        "my PIN is {}, open up",
        "Schalte die Alarmanlage aus, der Code lautet {}",
        "entsperre die Tür mit der PIN {}",
        "ouvre la porte, le code est {}",
        "el código es {}",
        "the password is {}",
    ],
)
@given(code=DIGITS)
def test_a_code_is_found_by_the_words_around_it(sentence: str, code: str) -> None:
    assert Masking().text(sentence.format(code)) == sentence.format(MASK)


@pytest.mark.parametrize(
    "text",
    ["bearer abcdefgh", "token-eyJhbGciOiJ.eyJzdWIi.c2ln", "a=eyJhbGciOiJ.eyJzdWIi.c2ln"],
)
def test_what_looks_like_a_token_is_found_wherever_it_stands(text: str) -> None:
    masked = Masking().text(text)
    assert MASK in masked
    assert "eyJ" not in masked
    assert "abcdefgh" not in masked


# As long as the largest body that strangers may send.
@pytest.mark.parametrize(
    "odd",
    ["pin ", " ", "code :", "eyJ-", "eyJaaaaaaaa-", "token a.", "token a+",
     "?token_", "token ?a_", "cookie  ", "authorization", "basic A", "bearer ", "://"],
)  # fmt: skip
def test_no_text_keeps_it_busy_for_long(odd: str) -> None:
    text = (odd * 250_000)[:250_000]
    began = time.process_time()
    Masking(["learned!"]).text(f"token pin{text}")
    assert time.process_time() - began < 3


def test_many_different_codes_do_not_keep_it_busy_for_long() -> None:
    codes = [{"code": f"{number}x"} for number in range(12_000)]
    began = time.process_time()
    masked = Masking().data({"codes": codes, "text": "1 " * 50_000, "again": "it was 17x"})
    assert time.process_time() - began < 3
    assert "17x" not in json.dumps(masked)


@given(secret=st.text(min_size=6, max_size=40), before=st.text(max_size=20))
def test_what_was_learned_is_found_in_any_spelling(secret: str, before: str) -> None:
    masking = Masking([secret])
    assert secret not in masking.text(f"{before} {secret}").replace(MASK, "")
    dumped = json.dumps({"x": f"{before} {secret}"})
    assert json.dumps(secret)[1:-1] not in masking.text(dumped).replace(MASK, "")
    assert repr(secret)[1:-1] not in masking.text(f"wrong value {secret!r}").replace(MASK, "")


@given(code=DIGITS, key=st.sampled_from(["code", "Code", "pin", "new_pin", "password"]))
def test_a_named_code_is_masked_in_the_texts_beside_it(code: str, key: str) -> None:
    data = {
        "steps": [{"action": "lock.unlock", key: code, "targets": ("lock.front",)}],
        "said": f"let me in {code}, quick",
        "id": f"a{code}b",
        "at": "2026-01-01T12:00:00",
        "level": 40,
    }
    masked = Masking().data(data)
    assert masked["steps"] == [{"action": "lock.unlock", key: MASK, "targets": ["lock.front"]}]
    assert masked["said"] == f"let me in {MASK}, quick"
    assert (masked["id"], masked["at"], masked["level"]) == (data["id"], data["at"], 40)
    assert json.loads(Masking().json_text(json.dumps(data))) == masked


def test_a_code_that_is_a_number_is_masked_and_one_that_is_not_given_is_not() -> None:
    data = {"code": 4711, "pin": None, "token": True, "secret": {"name": "x"}}
    assert Masking().data(data) == {
        "code": MASK,
        "pin": None,
        "token": True,
        "secret": {"name": "x"},
    }


@pytest.mark.parametrize(
    "text",
    [
        "the front door is opening",
        "Pinocchio, and Code: Veronica"[:9],
        "exit code: 1",
        "answered with status code 404",
        "light.kitchen is on",
        "GET http://192.0.2.7/status: 200",
        "entity registry key of the kitchen",
        "zip of postcode",
        "lares_plan",
    ],
)
def test_harmless_texts_stay(text: str) -> None:
    assert Masking().text(text) == text


def test_our_own_documentation_stays_but_for_its_examples() -> None:
    """What is masked is an example of a credential, or the address of a webhook."""
    shown = re.compile(
        r"password: |passphrase: |bearer |/api/webhook/|webhook_id: ", flags=re.IGNORECASE
    )
    for name in ("README.md", "hub/server/README.md", "hub/automation/README.md"):
        for line in (REPOSITORY / name).read_text(encoding="utf-8").splitlines():
            assert shown.search(line) or Masking().text(line) == line, line


def test_a_song_may_be_called_as_it_likes() -> None:
    assert Masking().told("Secret: Garden") == "Secret: Garden"
    assert Masking().told("/api/camera_proxy?token=abcdef&x=1") == (
        f"/api/camera_proxy?token={MASK}&x=1"
    )
    assert Masking().told("rtsp://me:hunter2@camera/1") == f"rtsp://{MASK}@camera/1"


def test_deep_and_odd_data_do_not_break_it() -> None:
    deep: object = "end"
    for _ in range(500):
        deep = [deep]
    assert Masking().data({"a": deep})
    assert Masking().data({1: {2: (3,)}, "x": {4}}) == {1: {2: [3]}, "x": [4]}
