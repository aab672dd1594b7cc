/**
 * Keeps the page's own files, so that it opens while the hub cannot be reached. The hub puts
 * `SHELL` before this: the names of the files, and a version that changes with any of them.
 *
 * The hub always comes first; what is kept is for when it does not answer. Whatever is not a file
 * of the page (the API, with its tokens, and cameras) is not touched.
 */

/** @typedef {{version: string, files: string[]}} Shell */
/** @typedef {Event & {waitUntil: (work: Promise<unknown>) => void}} Lasting */
/** @typedef {Event & {request: Request, respondWith: (answer: Promise<Response>) => void}} Fetching */

// tsc knows the names of pages, not those of workers.
const worker = /** @type {any} */ (globalThis);
/** @type {Shell} */
const SHELL = worker.SHELL;
const PREFIX = 'lares-shell-';
const CACHE = `${PREFIX}${SHELL.version}`;
const ROOT = new URL('./', location.href);
const FILES = new Set(SHELL.files.map((name) => new URL(name, ROOT).href));

worker.addEventListener('install', (/** @type {Lasting} */ event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (/** @type {Lasting} */ event) => {
  event.waitUntil(forgetOlder().then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (/** @type {Fetching} */ event) => {
  const {request} = event;
  const name = request.url.replace(/[?#].*$/, '');
  if (request.method === 'GET' && FILES.has(name)) event.respondWith(served(request, name));
});

/**
 * @param {Request} request
 * @param {string} name
 */
async function served(request, name) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(name, {cacheName: CACHE});
    if (kept) return kept;
    throw error;
  }
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}
