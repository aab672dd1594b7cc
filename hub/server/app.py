"""Builds the web application of the server's parts."""

import socket
from collections.abc import AsyncIterator, Iterable

from aiohttp import web

from hub.recorder.tries import STRICT
from hub.server import (
    account_api,
    audit_api,
    authorize_api,
    backups_api,
    calendars_api,
    conversation_api,
    core_api,
    devices_api,
    drafts_api,
    history_api,
    intent_api,
    keeping_api,
    lares_api,
    login_api,
    openapi,
    page_data_api,
    phones_api,
    pictures_api,
    places_api,
    policy_api,
    rest,
    rules_api,
    services,
    speech_api,
    stream,
    template_api,
    trials_api,
    users_api,
    voice_api,
    webhook_api,
    zones_api,
)
from hub.server.auditing import (
    FAILED_LOGINS,
    FailedLogins,
    failed_logins,
    record_changes,
    record_failures,
)
from hub.server.beside import BESIDE, Beside, end_beside
from hub.server.client_address import as_the_client_sent_it
from hub.server.conversation import CONVERSATION, Conversation
from hub.server.errors import errors_as_json
from hub.server.login_flows import FLOWS, LoginFlows
from hub.server.parts import PARTS, STATES, ServerParts
from hub.server.security import (
    TryLimit,
    add_headers,
    known_hosts_only,
    same_origin_only,
    tokens_only,
)
from hub.server.sessions import SESSIONS, AddressTries, Sessions
from hub.server.speeches import SPEECHES
from hub.server.state_json import StateJson
from hub.server.static import StaticFiles
from hub.server.stream import BROADCAST, Broadcast
from hub.server.websocket import socket as websocket

LARGEST_BODY = 256 * 1024


def create_app(parts: ServerParts, hosts: Iterable[str] = ()) -> web.Application:
    """Return the application; it holds nothing global and may be made many times.

    `hosts` are names it answers to, besides those of the configuration and this machine's.
    """
    known_hosts = known_hosts_only((socket.gethostname(), *parts.config.allowed_hosts, *hosts))
    app = web.Application(
        middlewares=[
            errors_as_json,
            as_the_client_sent_it(parts.config.proxies),
            known_hosts,
            same_origin_only,
            record_failures,
            tokens_only,
            record_changes,
        ],
        client_max_size=LARGEST_BODY,
    )
    states = StateJson(parts.home)
    app[PARTS] = parts
    app[STATES] = states
    app[BROADCAST] = Broadcast(parts.home, parts.sight, states)
    app[CONVERSATION] = Conversation(parts)
    app[account_api.TRY_LIMIT] = TryLimit()
    app[account_api.ADDRESS_TRIES] = AddressTries(limit=STRICT)
    app[SESSIONS] = Sessions(parts.users, parts.tokens, parts.credentials)
    app[SPEECHES] = parts.speeches
    app[BESIDE] = Beside()
    app[FLOWS] = LoginFlows(parts.users)
    app[FAILED_LOGINS] = FailedLogins()
    for module in (
        rest, keeping_api, services, stream, conversation_api, lares_api, account_api,
        webhook_api, history_api, rules_api, drafts_api, trials_api, phones_api, devices_api,
        backups_api, audit_api, login_api, users_api, template_api, openapi, policy_api, websocket,
        pictures_api,
        authorize_api, calendars_api, core_api, intent_api, page_data_api,
        zones_api, places_api, voice_api, speech_api,
    ):  # fmt: skip
        app.add_routes(module.routes)
    if parts.web_root is not None:
        app.router.add_get(r"/{name:(?!api(?:/|$)).*}", StaticFiles(parts.web_root).serve)
    websocket.prepare(app)
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(end_beside)
    app.on_shutdown.append(_end_streams)
    app.cleanup_ctx.append(_news_to_stream)
    app.cleanup_ctx.append(failed_logins)
    return app


async def _end_streams(app: web.Application) -> None:
    app[BROADCAST].close()


async def _news_to_stream(app: web.Application) -> AsyncIterator[None]:
    broadcast = app[BROADCAST]
    plans = app[PARTS].traces.listen(broadcast.tell_plan)
    outcomes = app[PARTS].executor.listen(broadcast.tell_outcome)
    notifications = app[PARTS].notifications.listen(broadcast.tell_notification)
    yield
    plans()
    outcomes()
    notifications()
