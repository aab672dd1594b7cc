"""What tests have the browser work out: axe's findings, what is too wide, when it stands still."""

from importlib.resources import files


def axe_itself() -> str:
    """Return axe's script, which is evaluated and so needs no leave of the content policy."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


# All rules of axe: WCAG 2.2 AA, and what it holds to be good besides.
AXE = """async () => {
  const {violations} = await axe.run(document, {resultTypes: ['violations']});
  const told = (node) => `    ${node.target.flat().join(' > ')}
      ${node.html.slice(0, 160)}
      ${[...node.any, ...node.all, ...node.none].map((check) => check.message).join('; ')}`;
  return violations.map((one) =>
    [`${one.id} (${one.impact}): ${one.help}`, ...one.nodes.map(told)].join('\\n'));
}"""

# How much wider than the screen the page is, and which elements make it so.
TOO_WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= innerWidth) return [];
  const wide = [];
  const tell = (element, right) => wide.push(`${element.localName}.${element.className}: ${right}`);
  const look = (node) => {
    for (const element of node.querySelectorAll('*')) {
      const {right} = element.getBoundingClientRect();
      if (right > innerWidth + 1) tell(element, right);
      if (element.shadowRoot) look(element.shadowRoot);
    }
  };
  look(document);
  return [`${root.scrollWidth} px wide on ${innerWidth} px`, ...wide.slice(0, 12)];
}"""

# Resolves when what is shown stays the same for a while. What says that it is busy or loading
# gets five seconds.
STILL = """(stillMs) => new Promise((resolve) => {
  let before = '';
  let since = performance.now();
  const marks = (node) => [...node.querySelectorAll('*')].map((element) =>
    `${element.localName}.${element.className} ${element.getAttribute('aria-busy')}`
    + (element.shadowRoot ? marks(element.shadowRoot) : '')).join();
  const look = () => {
    const now = marks(document);
    if (now !== before) since = performance.now();
    before = now;
    const stillFor = performance.now() - since;
    const busy = now.includes(' true') || now.includes('loading');
    if (stillFor >= stillMs && !(busy && stillFor < 5000)) resolve(true);
    else setTimeout(look, 40);
  };
  look();
})"""
