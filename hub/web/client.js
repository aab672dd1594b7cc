/** The hub's HTTP interface: requests with the bearer token, and the live stream. */

import {t} from './i18n.js';

/** @typedef {import('./types.js').PlanResult} PlanResult */
/** @typedef {import('./types.js').Reply} Reply */

/** How long a silent stream may stay silent; the hub pings at least every minute. */
const SILENCE_MS = 75_000;
const REQUEST_MS = 20_000;

/** A request the hub refused or never answered. `status` is 0 when it was not reached. */
export class ApiError extends Error {
  /**
   * @param {string} message
   * @param {number} status
   * @param {Record<string, any>} body
   */
  constructor(message, status, body = {}) {
    super(message);
    this.status = status;
    this.body = body;
  }

  /** @returns {string | null} the approval the hub waits for, if that is why it refused */
  get approvalId() {
    return this.body.approval_id ?? this.body.lares?.approval_id ?? null;
  }
}

/**
 * Tokens expire; what a login gave besides renews them.
 */
export class Api {
  /**
   * @param {string} token
   * @param {string} [refreshToken]
   * @param {(token: string) => void} [onRenewed]
   */
  constructor(token, refreshToken = '', onRenewed = () => {}) {
    this.token = token;
    this.refreshToken = refreshToken;
    this.onRenewed = onRenewed;
    /** @type {Promise<boolean> | null} */
    this.renewing = null;
  }

  /** @param {string} path */
  get(path) {
    return this.#request('GET', path);
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {number} [timeoutMs]
   */
  post(path, body, timeoutMs = REQUEST_MS) {
    return this.#request('POST', path, body, timeoutMs);
  }

  /**
   * @param {string} path
   * @param {object} body
   */
  put(path, body) {
    return this.#request('PUT', path, body);
  }

  /**
   * @param {string} path
   * @param {object} body
   */
  patch(path, body) {
    return this.#request('PATCH', path, body);
  }

  /** @param {string} path */
  delete(path) {
    return this.#request('DELETE', path);
  }

  /**
   * Read the live stream until it ends; the caller reconnects.
   *
   * @param {AbortSignal} signal
   * @param {() => void} onOpen
   * @param {(message: {event_type: string, data: any}) => void} onEvent
   */
  async stream(signal, onOpen, onEvent) {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    const restart = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
    };
    try {
      const open = () => fetch('./api/stream', {
        headers: this.#headers(),
        signal: AbortSignal.any([signal, silence.signal]),
        cache: 'no-store',
      });
      let response = await open();
      if (response.status === 401 && (await this.renew())) response = await open();
      if (!response.ok || response.body === null) throw await failure(response);
      onOpen();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const {done, value} = await reader.read();
        if (done) return;
        restart();
        const lines = (rest + value).split(/\r?\n/);
        rest = lines.pop() ?? '';
        for (const line of lines) deliver(line, onEvent);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Get the next token, once for all who find theirs expired (RFC 6749 §6). */
  renew() {
    if (this.refreshToken === '') return Promise.resolve(false);
    this.renewing ??= this.#fetchToken().finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  async #fetchToken() {
    const form = new URLSearchParams({grant_type: 'refresh_token', refresh_token: this.refreshToken});
    const response = await fetch('./auth/token', {method: 'POST', body: form, signal: AbortSignal.timeout(REQUEST_MS)});
    if (!response.ok) return false;
    this.token = (await response.json()).access_token;
    this.onRenewed(this.token);
    return true;
  }

  /** @returns {Record<string, string>} */
  #headers() {
    return this.token ? {Authorization: `Bearer ${this.token}`} : {};
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @param {number} [timeoutMs]
   * @returns {Promise<any>}
   */
  async #request(method, path, body, timeoutMs = REQUEST_MS) {
    const send = () => fetch(`./api/${path}`, {
      method,
      headers: {...this.#headers(), ...(body === undefined ? {} : {'Content-Type': 'application/json'})},
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    let response;
    try {
      response = await send();
      if (response.status === 401 && (await this.renew())) response = await send();
    } catch (error) {
      const late = error instanceof DOMException && error.name === 'TimeoutError';
      throw new ApiError(t(late ? 'shell.late' : 'shell.unreachable'), 0);
    }
    if (!response.ok) throw await failure(response);
    const text = await response.text();
    if (!text) return null;
    return (response.headers.get('Content-Type') ?? '').includes('json') ? JSON.parse(text) : text;
  }
}

/**
 * @param {string} line
 * @param {(message: {event_type: string, data: any}) => void} onEvent
 */
function deliver(line, onEvent) {
  if (!line.startsWith('data:')) return;
  const data = line.slice(5).trim();
  if (data === '' || data === 'ping') return;
  try {
    onEvent(JSON.parse(data));
  } catch (error) {
    console.warn('A stream message could not be read', data.slice(0, 200), error);
  }
}

/**
 * @param {Response} response
 * @returns {Promise<ApiError>}
 */
async function failure(response) {
  const text = await response.text().catch(() => '');
  try {
    const body = JSON.parse(text);
    const message = body.message ?? body.error ?? t('shell.answered', {status: response.status});
    return new ApiError(String(message), response.status, body);
  } catch {
    const short = text.length > 0 && text.length < 200 && !text.includes('<') ? text : '';
    return new ApiError(short || t('shell.answered', {status: response.status}), response.status);
  }
}

/**
 * Return how each step and each chore of a plan ended.
 *
 * @param {PlanResult} result
 */
export function endsOf(result) {
  return [...(result.outcomes ?? []), ...(result.chores ?? [])].map((outcome) => outcome.status);
}

/**
 * Tell whether a yes to a plan needs a PIN.
 *
 * @param {import('./types.js').Verdict | undefined} verdict
 */
export function needsPin(verdict) {
  return [...(verdict?.steps ?? []), ...(verdict?.chores ?? [])].some((word) => word.effect === 'pin');
}

/**
 * Read what the hub said and did from a conversation, approval or undo answer.
 *
 * @param {any} body
 * @returns {Reply}
 */
export function toReply(body) {
  const said = body?.response?.speech ?? body?.speech;
  const speech = typeof said === 'string' ? said : (said?.plain?.speech ?? '');
  const lares = body?.lares ?? body?.response?.lares ?? (body?.verdict ? body : null);
  return {speech, conversationId: body?.conversation_id ?? null, lares};
}
