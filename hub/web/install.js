/** Lares as an app on this device: the page's shell is kept, and the browser may install it. */

/** What browsers hand out when a page may be installed (Chromium; others have it in a menu). */
/** @typedef {Event & {prompt: () => Promise<{outcome: string}>}} InstallEvent */

/** @type {InstallEvent | null} */
let offered = null;

/**
 * Have the browser keep the shell, and tell when it may be installed.
 *
 * @param {() => void} onChange
 */
export function beAnApp(onChange) {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offered = /** @type {InstallEvent} */ (event);
    onChange();
  });
  addEventListener('appinstalled', () => {
    offered = null;
    onChange();
  });
  // There is none on addresses that are not encrypted; the page works, but needs the hub to open.
  void navigator.serviceWorker?.register('./sw.js').catch((error) => console.warn('The page is not kept for later', error));
}

/** @returns {'offered' | 'installed' | 'by_menu' | 'not_encrypted'} how it can be installed here */
export function installing() {
  if (matchMedia('(display-mode: standalone)').matches) return 'installed';
  if (offered) return 'offered';
  return isSecureContext ? 'by_menu' : 'not_encrypted';
}

export async function install() {
  await offered?.prompt();
  offered = null;
}
