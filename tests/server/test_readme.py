"""An endpoint or a command that the README does not tell of fails here."""

from pathlib import Path

import pytest

from hub.server import (
    account_api,
    audit_api,
    conversation_api,
    history_api,
    keeping_api,
    lares_api,
    openapi,
    page_data_api,
    phones_api,
    pictures_api,
    rest,
    rules_api,
    services,
    speech_api,
    stream,
    template_api,
    trials_api,
    webhook_api,
)
from hub.server.websocket.table import COMMANDS

README = Path(__file__).parents[2] / "hub" / "server" / "README.md"
ROUTES = [
    (route.method, route.path)
    for module in (
        account_api,
        audit_api,
        conversation_api,
        history_api,
        keeping_api,
        lares_api,
        openapi,
        page_data_api,
        phones_api,
        pictures_api,
        rest,
        rules_api,
        services,
        speech_api,
        stream,
        template_api,
        trials_api,
        webhook_api,
    )
    for route in module.routes
    if hasattr(route, "path") and hasattr(route, "method") and route.path != "/api"
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_endpoint_is_documented(method: str, path: str) -> None:
    assert f"`{method} {path}`" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    assert f"\n| `{name}` |" in README.read_text(encoding="utf-8")
