"""The page in Debian's Chromium, driven by Playwright: looks, a line to cut, and axe.

Playwright finds elements inside shadow roots by itself: `screen.page.get_by_test_id("plan")`.
"""

import contextlib
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from tests.support.line import Line
from tests.support.page_scripts import AXE, STILL, TOO_WIDE, axe_itself
from tests.support.running_hub import RunningHub

WAIT_MS = 15_000
STILL_MS = 250
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
# What the browser says of a hub it cannot reach.
_LOST = re.compile(r"net::ERR_|Failed to fetch|NetworkError")


@dataclass(frozen=True, slots=True)
class Look:
    """A size of screen and a theme."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    is_phone: bool = False


PHONE = Look("phone", 390, 844, is_phone=True)
PHONE_DARK = Look("phone_dark", 390, 844, "dark", is_phone=True)
DESKTOP = Look("desktop", 1400, 900)
DESKTOP_DARK = Look("desktop_dark", 1400, 900, "dark")
LOOKS = (PHONE, PHONE_DARK, DESKTOP, DESKTOP_DARK)


@dataclass(slots=True)
class Screen:
    """One browser window that somebody looks at."""

    page: Page
    hub: RunningHub
    line: Line
    look: Look
    problems: list[str] = field(default_factory=list)
    is_away: bool = False
    _expected: list[re.Pattern[str]] = field(default_factory=list)

    async def sign_in(self) -> None:
        """Come in as the owner and wait until the home is shown."""
        await self.page.goto(f"{self.line.url}/#token={self.hub.token}")
        await self.connected()

    async def connected(self) -> None:
        """Wait until the header says so."""
        await expect(self.page.get_by_test_id("connection")).to_have_attribute(
            "data-state", "good", timeout=WAIT_MS
        )

    async def visit(self, page: str, *rest: str) -> None:
        """Go to a page and wait until it stands still."""
        place = "/".join(["#", page, *rest])
        await self.page.evaluate("(hash) => { location.hash = hash; }", place)
        await self.settled()

    async def settled(self) -> None:
        """Wait until the page shows the same for a while and says nowhere that it is busy."""
        await self.page.evaluate(STILL, STILL_MS)

    async def offline(self) -> None:
        """Cut the line to the hub and wait until the page says so."""
        self.is_away = True
        await self.line.cut()
        await expect(self.page.get_by_test_id("offline")).to_be_visible(timeout=WAIT_MS)

    async def online(self) -> None:
        """Mend the line and wait until the page is connected again."""
        await self.line.mend()
        await self.connected()
        self.is_away = False

    async def axe(self) -> list[str]:
        """Return what axe finds wrong with what is shown, shadow roots included."""
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(axe_itself())
        found: list[str] = await self.page.evaluate(AXE)
        return found

    async def too_wide(self) -> list[str]:
        """Return what makes the page scroll sideways; nothing where it does not."""
        found: list[str] = await self.page.evaluate(TOO_WIDE)
        return found

    async def picture(self, folder: Path, name: str) -> Path:
        """Save what is shown as `folder`/`look`_`name`.png."""
        path = folder / f"{self.look.name}_{name}.png"
        await self.page.screenshot(path=path)
        return path

    def expect_problem(self, pattern: str) -> None:
        """Say that the console may complain of this, such as `status of 403`."""
        self._expected.append(re.compile(pattern))

    def note(self, problem: str) -> None:
        """Keep what went wrong, unless it was to be expected."""
        if self.is_away and _LOST.search(problem):
            return
        if not any(pattern.search(problem) for pattern in self._expected):
            self.problems.append(problem)


@contextlib.asynccontextmanager
async def open_browser(*flags: str) -> AsyncIterator[Browser]:
    """Start Chromium, with more flags if any; end it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program is not None, "chromium is not installed: apt-get install chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program, headless=True, args=[*_FLAGS, *flags]
        )
        yield browser
        await browser.close()


@contextlib.asynccontextmanager
async def open_screen(
    browser: Browser, hub: RunningHub, look: Look = DESKTOP, *, language: str = "en-GB", **more: Any
) -> AsyncIterator[Screen]:
    """Open a window on the hub, signed in; at the end nothing may have gone wrong in it.

    `more` goes to Playwright's `new_context`. Animations are left out, as people may ask for.
    """
    # Where nothing is asked of it, the service worker would only fetch each file once more.
    more.setdefault("service_workers", "block")
    context = await browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.scheme,
        has_touch=look.is_phone,
        reduced_motion="reduce",
        locale=language,
        **more,
    )
    async with Line(int(hub.url.rsplit(":", 1)[1])) as line:
        page = await context.new_page()
        screen = Screen(page, hub, line, look)
        page.on("pageerror", lambda error: screen.note(str(error)))
        page.on("console", lambda message: _hear(screen, message))
        await screen.sign_in()
        yield screen
        assert not screen.problems, "\n".join(screen.problems)
        await context.close()


def _hear(screen: Screen, message: ConsoleMessage) -> None:
    if message.type == "error":
        screen.note(f"{message.text} ({message.location.get('url', '')})")
