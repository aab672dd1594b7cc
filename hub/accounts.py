"""Who may talk to the hub; the first owner's code, and the token of this computer's console."""

from contextlib import AsyncExitStack

from hub import __version__, remote
from hub.home.notifications import Teller
from hub.home.people import Role
from hub.options import Options, Say
from hub.record import record
from hub.recorder.credentials import Credentials
from hub.recorder.database import Database
from hub.recorder.errors import StorageError
from hub.recorder.onboarding import Onboarding
from hub.recorder.pins import HousePins
from hub.recorder.tokens import Tokens
from hub.recorder.users import User, Users
from hub.server.server import Server

OWNER_BY_ENVIRONMENT = "Owner"
THIS_COMPUTER = "This computer"
COMMAND_LINE = "lares command line"


@record(frozen=True, slots=True)
class Accounts:
    """Who may talk to the hub, and with what."""

    users: Users
    tokens: Tokens
    credentials: Credentials
    pins: HousePins
    onboarding: Onboarding
    console: User | None = None


async def open_accounts(database: Database, options: Options, teller: Teller) -> Accounts:
    """Read who there is; `teller` tells owners when wrong PINs were given too often."""
    users, tokens = Users(database), Tokens(database)
    await users.load()
    await tokens.load()
    onboarding = Onboarding(database, users, tokens)
    if options.owner_token is not None and onboarding.is_open:
        await onboarding.appoint(OWNER_BY_ENVIRONMENT, options.owner_token.get_secret_value())
    credentials = Credentials(database, users)
    pins = HousePins(users, credentials, teller)
    try:
        console = await _this_computer(users)
    except StorageError:  # the disk is full: said when its token cannot be left either
        console = None
    return Accounts(users, tokens, credentials, pins, onboarding, console)


async def announce(
    parts: AsyncExitStack, options: Options, accounts: Accounts, server: Server, say: Say
) -> None:
    """Say where the hub is, and let this computer's own `lares` commands in."""
    say(f"Lares {__version__} is at {server.url}")
    try:
        await _let_this_computer_in(parts, options, accounts, server)
        code = await accounts.onboarding.issue()
    except (OSError, StorageError) as error:
        instead = "`lares` commands on this computer need --url and --token"
        options.troubles.add("command line", f"no token could be left for it: {error}", instead)
        return
    if code is not None:
        say(f"The owner's one-time code: {code}")


async def _let_this_computer_in(
    parts: AsyncExitStack, options: Options, accounts: Accounts, server: Server
) -> None:
    user = accounts.console or await _this_computer(accounts.users)
    for token in accounts.tokens.all(user.id):
        if token.revoked is None and token.name == COMMAND_LINE:
            await accounts.tokens.revoke(token.id)
    _, secret = await accounts.tokens.create(user.id, COMMAND_LINE)
    own = server.certificate.files.certificate if server.certificate else None
    endpoint = remote.write_endpoint(options.folder, server.url, secret, own)
    parts.callback(lambda: endpoint.unlink(missing_ok=True))


async def _this_computer(users: Users) -> User:
    known = next((user for user in users.all() if user.name == THIS_COMPUTER), None)
    return known or await users.create(THIS_COMPUTER, Role.ADULT)
