"""Draw the PNG icons of the page from icon.svg with Chromium: `python -m tools.draw_icons`."""

import asyncio
import shutil
from pathlib import Path

from playwright.async_api import async_playwright

WEB = Path(__file__).parents[1] / "hub" / "web"
# Name, pixels, and how much of it the drawing takes: masks may cut off all but the inner 80 %.
ICONS = (
    ("icon-192", 192, 1.0),
    ("icon-512", 512, 1.0),
    ("maskable-512", 512, 0.8),
    ("touch-180", 180, 0.86),
)
GROUND = "#b4531f"


async def draw() -> None:
    """Draw all of them."""
    svg = (WEB / "icon.svg").read_text()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, pixels, share in ICONS:
            page = await browser.new_page(viewport={"width": pixels, "height": pixels})
            ground = GROUND if share < 1 else "transparent"
            size = round(pixels * share)
            await page.set_content(
                f"<body style='margin:0;display:grid;place-items:center;height:100vh;"
                f"background:{ground}'>{svg.replace('<svg ', f'<svg width={size} height={size} ')}"
            )
            file = WEB / "icons" / f"{name}.png"
            await page.screenshot(path=file, omit_background=True)
            await page.close()
        await browser.close()


if __name__ == "__main__":
    asyncio.run(draw())
