// Who is signed in: by Cognito's page with PKCE, or, where the fleet runs on this machine, by a token without a signature.

const TOKEN = 'token';
const VERIFIER = 'verifier';
const STATE = 'state';

const encode = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const encodeText = (text) => encode(new TextEncoder().encode(text));
const random = () => encode(crypto.getRandomValues(new Uint8Array(32)));

function decode(part) {
  const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (c) => c.charCodeAt(0))));
}

/** The claims of the stored token; null without one, or when it has expired. */
export function user() {
  const token = sessionStorage.getItem(TOKEN);
  if (token === null) {
    return null;
  }
  const claims = decode(token.split('.')[1]);
  return claims.exp === undefined || claims.exp * 1000 > Date.now() ? claims : null;
}

export const token = () => sessionStorage.getItem(TOKEN);

export function forget() {
  sessionStorage.removeItem(TOKEN);
}

const home = () => location.origin + '/';

/** How people sign in here: `{development: true}`, or Cognito's `domain` and `clientId`. */
export async function configuration() {
  const answer = await fetch('/config.json');
  if (!answer.ok) {
    throw new Error(`The page's configuration is missing (${answer.status}).`);
  }
  return (await answer.json()).signIn;
}

/** For the fleet on this machine only: API Gateway refuses a token without a signature. */
export function signInForDevelopment(name) {
  const claims = {sub: name, username: name, exp: Math.floor(Date.now() / 1000) + 8 * 3600};
  sessionStorage.setItem(TOKEN, `${encodeText('{"alg":"none"}')}.${encodeText(JSON.stringify(claims))}.`);
}

/** Leaves for Cognito's page, which comes back with a code. */
export async function signIn({domain, clientId}) {
  const verifier = random();
  const state = random();
  sessionStorage.setItem(VERIFIER, verifier);
  sessionStorage.setItem(STATE, state);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: home(),
    scope: 'openid',
    state,
    code_challenge: encode(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  });
  location.assign(`${domain}/oauth2/authorize?${query}`);
}

/** Takes the code that Cognito's page came back with, if it did. */
export async function completeSignIn({domain, clientId}) {
  const query = new URLSearchParams(location.search);
  if (!query.has('code') && !query.has('error')) {
    return;
  }
  history.replaceState(null, '', '/');
  const verifier = sessionStorage.getItem(VERIFIER);
  const expected = sessionStorage.getItem(STATE);
  sessionStorage.removeItem(VERIFIER);
  sessionStorage.removeItem(STATE);
  if (query.has('error')) {
    throw new Error(`Sign-in has failed: ${query.get('error_description') ?? query.get('error')}`);
  }
  // A code that this page did not ask for may be another person's.
  if (verifier === null || query.get('state') !== expected) {
    throw new Error('Sign-in has failed: the answer belongs to another request. Sign in again.');
  }
  const answer = await fetch(`${domain}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: home(),
      code: query.get('code'),
      code_verifier: verifier,
    }),
  });
  if (!answer.ok) {
    throw new Error(`Sign-in has failed: Cognito answered ${answer.status}. Sign in again.`);
  }
  sessionStorage.setItem(TOKEN, (await answer.json()).access_token);
}

export function signOut({domain, clientId}) {
  sessionStorage.clear();
  const query = new URLSearchParams({client_id: clientId, logout_uri: home()});
  location.assign(domain === undefined ? '/' : `${domain}/logout?${query}`);
}
