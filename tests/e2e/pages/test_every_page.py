"""What holds for every page in pages.js, on a phone and a desktop, by day and by night."""

import pytest
from playwright.async_api import Browser

from tests.support.page import LOOKS, Look, Screen, open_screen
from tests.support.running_hub import RunningHub

# Pages that show nothing without saying of what: what follows them in the address.
REST = {"area": ["kitchen"], "entity": ["light.kitchen_ceiling"]}


async def pages_of(screen: Screen) -> list[str]:
    """Return the ids of all pages that an owner sees."""
    found: list[str] = await screen.page.evaluate(
        "import(new URL('pages.js', document.baseURI).href)"
        ".then(({pagesFor}) => pagesFor('owner').map((page) => page.id))"
    )
    return found


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
async def test_every_page_is_sound(browser: Browser, page_hub: RunningHub, look: Look) -> None:
    wrong: list[str] = []
    async with open_screen(browser, page_hub, look) as screen:
        for page in await pages_of(screen):
            await screen.visit(page, *REST.get(page, []))
            found = [*await screen.too_wide(), *await screen.axe(), *screen.problems]
            screen.problems.clear()
            wrong += [f"{page}: {problem}" for problem in found]
    assert not wrong, "\n".join(wrong)


async def test_every_page_outlives_a_lost_hub(browser: Browser, page_hub: RunningHub) -> None:
    async with open_screen(browser, page_hub) as screen:
        for page in await pages_of(screen):
            await screen.visit(page, *REST.get(page, []))
            await screen.offline()
            await screen.online()
            await screen.settled()
            assert await screen.too_wide() == [], page
