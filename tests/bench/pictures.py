"""Take the README's pictures of the page anew.

python -m tests.bench.pictures
"""

import asyncio
import tempfile
import time
from pathlib import Path

from tests.support.page import DESKTOP, DESKTOP_DARK, PHONE, Look, Screen, open_browser, open_screen
from tests.support.running_hub import RunningHub

FOLDER = Path(__file__).parents[2] / "hub" / "web" / "pictures"
RULE = """- id: evening
  alias: Evening light
  triggers: [{trigger: sun, event: sunset}]
  conditions: [{condition: state, entity_id: person.anna, state: home}]
  actions: [{action: light.turn_on, target: {entity_id: light.floor_lamp}}]
- id: night
  alias: Good night
  triggers: [{trigger: time, at: '23:00'}]
  actions: [{action: light.turn_off, target: {area_id: kitchen}}]
"""
SENTENCE = "close the living room blinds and turn off the kitchen lights"
ANSWERED_MS = 6_000
PAGES = ("rules", "history", "activity", "devices", "people", "system")


async def main() -> None:
    """Start the demo, let something happen, and take the pictures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "hub"
        (folder / "rules").mkdir(parents=True)
        (folder / "rules" / "mine.yaml").write_text(RULE)
        with RunningHub(folder, "--no-model", voice=True) as hub:
            hub.wait_for("light.desk_lamp", "on", "off")
            wait_for_voice(hub)
            hub.ask("turn on the desk lamp")
            async with open_browser() as browser:
                for look in (DESKTOP, DESKTOP_DARK, PHONE):
                    async with open_screen(browser, hub, look) as screen:
                        await take(screen, look)


def wait_for_voice(hub: RunningHub) -> None:
    """Wait until the hub hears: then its page has a microphone."""
    while not hub.remote.request("GET", "/api/lares/health")["voice"]["stt"]:
        time.sleep(0.2)


async def take(screen: Screen, look: Look) -> None:
    """Take what one look shows."""
    await screen.visit("home")
    if look is DESKTOP:
        field = screen.page.get_by_test_id("ask-input")
        await field.fill(SENTENCE)
        await field.press("Enter")
        await screen.page.wait_for_timeout(ANSWERED_MS)
    await screen.picture(FOLDER, "home")
    if look is not DESKTOP:
        return
    await screen.visit("area", "living_room")
    await screen.picture(FOLDER, "area")
    for page in PAGES:
        await screen.visit(page)
        await screen.picture(FOLDER, page)


if __name__ == "__main__":
    asyncio.run(main())
