"""Debian's Chromium, driven over the DevTools protocol (its HTTP list and one WebSocket)."""

import asyncio
import base64
import contextlib
import itertools
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

START_S = 20.0
CALL_S = 15.0
WAIT_S = 10.0
POLL_S = 0.05
MOST_SHOWN = 2_000
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0",
)  # fmt: skip

# Elements keep their insides in shadow roots; `find` looks through all of them.
_FIND = """
globalThis.findAll = (selector, root = document) => {
  const found = [...root.querySelectorAll(selector)];
  for (const element of root.querySelectorAll('*')) {
    if (element.shadowRoot) found.push(...findAll(selector, element.shadowRoot));
  }
  return found;
};
// Where a mouse hits an element; null while something lies over it.
globalThis.hit = (selector) => {
  const element = find(selector);
  if (element === null) return null;
  element.scrollIntoView({block: 'center'});
  const box = element.getBoundingClientRect();
  const point = {x: box.x + box.width / 2, y: box.y + box.height / 2};
  let top = document.elementFromPoint(point.x, point.y);
  for (let inner = top; inner !== null; ) {
    top = inner;
    const deeper = inner.shadowRoot?.elementFromPoint(point.x, point.y) ?? null;
    inner = deeper === inner ? null : deeper;
  }
  for (let node = top; node; node = node.parentNode ?? node.host ?? null) {
    if (node === element) return point;
  }
  return null;
};
globalThis.find = (selector) => findAll(selector)[0] ?? null;
globalThis.textOf = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (['STYLE', 'SCRIPT'].includes(node.nodeName)) return '';
  return [...(node.shadowRoot ?? node).childNodes].map(textOf).join(' ');
};
"""


class BrowserError(Exception):
    """The browser could not do what was asked, or the page raised an error."""


class Page:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self.problems: list[str] = []

    async def call(self, method: str, **params: object) -> dict[str, Any]:
        """Call a DevTools method and return its result."""
        call_id = next(self._ids)
        async with asyncio.timeout(CALL_S):
            await self._socket.send_json({"id": call_id, "method": method, "params": params})
            while True:
                message = json.loads(await self._socket.receive_str())
                if message.get("id") == call_id:
                    break
                self._note(message)
        if "error" in message:
            raise BrowserError(f"{method}: {message['error']['message']}")
        result: dict[str, Any] = message["result"]
        return result

    async def open(self, url: str) -> None:
        """Go to `url`."""
        await self.call("Page.navigate", url=url)

    async def evaluate(self, script: str) -> Any:
        """Return the value of a JavaScript expression; promises are awaited."""
        result = await self.call(
            "Runtime.evaluate",
            expression=f"{_FIND}\n{script}",
            returnByValue=True,
            awaitPromise=True,
            userGesture=True,
        )
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            text = details.get("exception", {}).get("description", details["text"])
            raise BrowserError(f"{script!r}: {text}")
        return result["result"].get("value")

    async def wait_for(self, script: str, within_s: float = WAIT_S) -> Any:
        """Wait until a JavaScript expression is truthy; return its value."""
        value = None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                # The page cannot set our events; it can only be asked again.
                while not (value := await self._asked(script)):  # noqa: ASYNC110
                    await asyncio.sleep(POLL_S)
                return value
        shown = " ".join(str(await self.evaluate("textOf(document.body)")).split())
        raise BrowserError(
            f"not within {within_s} s: {script}\nits problems: {'; '.join(self.problems)}\n"
            f"the page shows: {shown[:MOST_SHOWN]}"
        )

    async def _asked(self, script: str) -> Any:
        """Evaluate an expression; a page that is being left says nothing."""
        try:
            return await self.evaluate(script)
        except BrowserError as error:
            if "navigated or closed" not in str(error):
                raise
            return None

    async def wait_for_id(self, testid: str, within_s: float = WAIT_S) -> None:
        """Wait until the element with this data-testid is there."""
        await self.wait_for(f"find({_selector(testid)}) !== null", within_s)

    async def text(self, testid: str) -> str:
        """Return all the text an element shows, that of its insides too."""
        whole = f"(() => {{ const e = find({_selector(testid)}); return e && [textOf(e)]; }})()"
        return " ".join(str((await self.wait_for(whole))[0]).split())

    async def click(self, testid: str) -> None:
        """Click in the middle of an element, as a mouse does."""
        await self.wait_for_id(testid)
        point, before = await self.wait_for(f"hit({_selector(testid)})"), None
        while point != before:  # the page may still be moving
            before = point
            await asyncio.sleep(POLL_S)
            point = await self.wait_for(f"hit({_selector(testid)})")
        for kind in ("mousePressed", "mouseReleased"):
            await self.call(
                "Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **point
            )

    async def type(self, testid: str, text: str) -> None:
        """Type into a field, which gets the focus."""
        await self.wait_for_id(testid)
        await self.evaluate(f"find({_selector(testid)}).focus()")
        await self.call("Input.insertText", text=text)

    async def resize(self, width: int, height: int, *, is_dark: bool = False) -> None:
        """Give the page a size, and light or dark."""
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])

    async def screenshot(self, path: Path) -> None:
        """Save what the page shows as PNG."""
        image = await self.call("Page.captureScreenshot", format="png")
        await asyncio.to_thread(path.write_bytes, base64.b64decode(image["data"]))

    def _note(self, message: dict[str, Any]) -> None:
        params = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            self.problems.append(details.get("exception", {}).get("description", details["text"]))
        elif message.get("method") == "Log.entryAdded" and params["entry"]["source"] == "security":
            self.problems.append(params["entry"]["text"])


@contextlib.asynccontextmanager
async def browse(folder: Path) -> AsyncIterator[Page]:
    """Start Chromium with its profile in `folder`; yield its one tab; end it.

    Raises:
        BrowserError: Chromium is not installed, or did not start.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise BrowserError("chromium is not installed: apt-get install chromium")
    process = await asyncio.create_subprocess_exec(
        program, *_FLAGS, f"--user-data-dir={folder}", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        port = await _port(folder / "DevToolsActivePort")
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(await _tab(session, port), max_msg_size=0) as socket,
        ):
            page = Page(socket)
            for domain in ("Page", "Runtime", "Log"):
                await page.call(f"{domain}.enable")
            yield page
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        async with asyncio.timeout(START_S):
            await process.wait()


async def _port(file: Path) -> int:
    try:
        async with asyncio.timeout(START_S):
            while True:
                lines = await asyncio.to_thread(_lines, file)
                if len(lines) > 1:
                    return int(lines[0])
                await asyncio.sleep(POLL_S)
    except TimeoutError:
        raise BrowserError(f"chromium did not write {file} within {START_S} s") from None


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


async def _tab(session: aiohttp.ClientSession, port: int) -> str:
    async with session.get(f"http://127.0.0.1:{port}/json/list") as response:
        tabs = await response.json()
    return str(next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page"))


def _selector(testid: str) -> str:
    return json.dumps(f'[data-testid="{testid}"]')
