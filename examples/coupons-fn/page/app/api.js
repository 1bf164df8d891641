// Requests to the app's API. A refusal is an `ApiError` with the code that the API gives it.

import {forget, token} from './session.js';

const KEY = 'redeem:';

export class ApiError extends Error {
  /** Whether an earlier request, which this one repeats, may have been carried out. */
  isRepeated = false;

  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }

  /** Whether the same request may succeed later, or has already. */
  get isOpen() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Whether the request was decided. A 401 decides nothing: an earlier request with this key may have been carried out. */
  get isDecided() {
    return this.isReadOnly ? !this.isRepeated : !this.isOpen && this.status !== 401;
  }

  /** Whether it came to a Region that only reads, which stored nothing. */
  get isReadOnly() {
    return this.code === 'READ_ONLY_REGION';
  }
}

async function call(method, path, headers = {}) {
  let answer;
  try {
    answer = await fetch(path, {method, headers: {Authorization: `Bearer ${token()}`, ...headers}});
  } catch {
    throw new ApiError(0, 'NO_ANSWER', 'The server did not answer.');
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.status === 401) {
    forget();
  }
  if (!answer.ok) {
    throw new ApiError(answer.status, body.code ?? String(answer.status), body.detail ?? body.message ?? answer.statusText);
  }
  return body;
}

export function near({lat, lon}, next) {
  const query = new URLSearchParams({lat, lon, limit: 20});
  if (next !== undefined) {
    query.set('next', next);
  }
  return call('GET', `/api/coupons?${query}`);
}

/** All redemptions of the person who is signed in. */
export async function redeemed() {
  const all = [];
  let next;
  do {
    const query = new URLSearchParams(next === undefined ? {limit: 100} : {limit: 100, next});
    const page = await call('GET', `/api/redemptions?${query}`);
    all.push(...page.redemptions);
    next = page.next;
  } while (next !== undefined);
  return all;
}

/**
 * Redeems a coupon. While it is unknown whether a request was carried out its key is kept, also over a reload: the next one
 * repeats it, and redeems nothing twice.
 */
export async function redeem(couponId) {
  const name = KEY + couponId;
  const earlier = sessionStorage.getItem(name);
  const key = earlier ?? crypto.randomUUID();
  sessionStorage.setItem(name, key);
  try {
    const redemption = await call('POST', `/api/coupons/${encodeURIComponent(couponId)}/redemptions`, {'Idempotency-Key': key});
    sessionStorage.removeItem(name);
    return redemption;
  } catch (error) {
    error.isRepeated = earlier !== null;
    if (error.isDecided) {
      sessionStorage.removeItem(name);
    }
    throw error;
  }
}
