"""`POST /api/template` gives text, or says where a template fails; it moves nothing."""

import pytest

from hub.home.people import Role
from tests.server.conftest import Running

PATH = "/api/template"


async def test_a_template_is_rendered_to_text(hub: Running) -> None:
    source = "It is {{ states('sensor.warmth', with_unit=True) }}{{ '!' * n }}"
    body = {"template": source, "variables": {"n": 2}}
    assert await hub.ask("POST", PATH, json=body) == (200, "It is 21.5 °C!!")
    assert hub.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert await hub.ask("POST", PATH, json={"template": "{{ [1, 2] }}"}) == (200, "[1, 2]")
    assert await hub.ask("POST", PATH, json={"template": "plain"}) == (200, "plain")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a\n{{ 1 | nothing }}", "(line 2): No filter named 'nothing'"),
        ("a\nb\n{{ 'x' | float }}", "(line 3): "),
        ("{{ missing.attribute }}", "'missing' is undefined"),
        ("{% for i in range(90000) %}{% for j in range(90000) %}{% endfor %}{% endfor %}", "took"),
        ("{{ 'x' * 10000000 }}", "long"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
    ],
)
async def test_what_fails_is_told_with_its_place(hub: Running, source: str, words: str) -> None:
    status, body = await hub.ask("POST", PATH, json={"template": source})
    assert status == 400
    assert body["message"].startswith("Error rendering template: ")
    assert words in body["message"]


@pytest.mark.parametrize("body", [{}, {"template": 3}, {"template": "", "more": 1}])
async def test_what_is_no_template_is_refused(hub: Running, body: dict[str, object]) -> None:
    assert (await hub.ask("POST", PATH, json=body))[0] == 400


async def test_guests_and_strangers_read_no_templates(hub: Running) -> None:
    guest = await hub.token_for("Gil", Role.GUEST)
    body = {"template": "{{ states('lock.front') }}"}
    assert (await hub.ask("POST", PATH, json=body, secret=guest))[0] == 403
    assert (await hub.ask("POST", PATH, json=body, secret=None))[0] == 401
    resident = await hub.token_for("Ada", Role.ADULT)
    assert (await hub.ask("POST", PATH, json=body, secret=resident))[0] == 200
