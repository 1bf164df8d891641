// The page: the sign-in, or the coupons of the person who is signed in.

import {coupons} from './coupons.js';
import {announce, h} from './dom.js';
import {completeSignIn, configuration, signIn, signInForDevelopment, signOut, user} from './session.js';

const header = document.querySelector('header');
const main = document.querySelector('main');

function show(settings) {
  const claims = user();
  header.replaceChildren(h('h1', {}, 'Coupons near you'));
  if (claims === null) {
    main.replaceChildren(settings.development ? developmentForm(settings) : signInButton(settings));
    return;
  }
  header.append(
    h('span', {class: 'quiet'}, claims.username ?? claims.sub),
    h('button', {type: 'button', onclick: () => signOut(settings)}, 'Sign out'),
  );
  main.replaceChildren(...coupons());
}

const signInButton = (settings) => h('button', {type: 'button', class: 'main', onclick: () => signIn(settings)}, 'Sign in');

function developmentForm(settings) {
  const name = h('input', {name: 'name', required: true, maxlength: 100, autocomplete: 'username'});
  return h(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault();
        signInForDevelopment(name.value);
        show(settings);
      },
    },
    h('label', {}, 'Your name, on this machine only', name),
    h('button', {class: 'main'}, 'Sign in'),
  );
}

try {
  const settings = await configuration();
  document.addEventListener('signed-out', () => show(settings));
  if (!settings.development) {
    // What has failed is said beside the button to sign in again.
    await completeSignIn(settings).catch((error) => announce(error.message));
  }
  show(settings);
} catch (error) {
  announce(error.message);
}
