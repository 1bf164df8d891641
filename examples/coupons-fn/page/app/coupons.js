// Coupons near a place, and the ones that a person has redeemed.

import {near, redeem, redeemed} from './api.js';
import {announce, h} from './dom.js';

const TIME = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short'});
const BERLIN = {lat: 52.52, lon: 13.405};

const REFUSALS = {
  ALREADY_REDEEMED: 'You have redeemed this coupon already.',
  ENDED: 'This promotion has ended.',
  NOT_FOUND: 'This promotion has ended.',
  NOT_STARTED: 'This promotion has not begun.',
  SOLD_OUT: 'Sold out: no coupon is left.',
};

const UNKNOWN = 'It is unknown whether the coupon was redeemed. Trying again is safe.';

const when = (time) => h('time', {datetime: time}, TIME.format(new Date(time)));
const distance = (metres) => (metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`);

/** The view of a person who is signed in. */
export function coupons() {
  const list = h('ul', {id: 'coupons'});
  const mine = h('ul', {id: 'mine'});
  const more = h('button', {type: 'button', hidden: true, onclick: () => load(true)}, 'More');
  const own = new Map();
  let place = BERLIN;
  let next;
  let asked = 0;
  let known;

  // A card shows whether its coupon is redeemed, so what the person has redeemed is read before the first list.
  function readOwn() {
    known ??= redeemed().then(
      (redemptions) => {
        redemptions.forEach((redemption) => own.set(redemption.couponId, redemption));
        showOwn();
      },
      (error) => {
        known = undefined;
        throw error;
      },
    );
    return known;
  }

  async function load(continued) {
    const turn = ++asked;
    try {
      await readOwn();
      if (turn !== asked) {
        return; // Another place was asked for meanwhile.
      }
      const page = await near(place, continued ? next : undefined);
      if (turn !== asked) {
        return;
      }
      const cards = page.coupons.map((coupon) => card(coupon, own, showOwn));
      if (continued) {
        list.append(...cards);
      } else {
        list.replaceChildren(...cards);
      }
      next = page.next;
      more.hidden = next === undefined;
      const count = list.childElementCount;
      announce(count === 0 ? 'No coupons within 4.8 km.' : `${count} ${count === 1 ? 'coupon' : 'coupons'}`);
    } catch (error) {
      failed(error);
    }
  }

  function showOwn() {
    const newest = [...own.values()].sort((a, b) => b.redeemedAt.localeCompare(a.redeemedAt));
    mine.replaceChildren(
      ...newest.map((redemption) =>
        h('li', {}, h('div', {}, h('h3', {}, redemption.title), h('p', {class: 'quiet'}, redemption.shop, ' · ', when(redemption.redeemedAt))), code(redemption)),
      ),
    );
  }

  load(false);
  return [
    placeForm(place, (chosen) => {
      place = chosen;
      load(false);
    }),
    h('h2', {}, 'Near this place'),
    list,
    more,
    h('h2', {}, 'Your coupons'),
    mine,
  ];
}

function failed(error) {
  announce(error.message);
  if (error.status === 401) {
    document.dispatchEvent(new Event('signed-out'));
  }
}

/** What a person shows in the shop. */
const code = (redemption) => h('p', {class: 'good'}, `Redeemed · ${redemption.redemptionId.slice(0, 8)}`);

function card(coupon, own, showOwn) {
  const note = h('p', {class: 'note', hidden: true, tabindex: -1});
  const action = h('div');

  function offer(text) {
    action.replaceChildren(
      h('button', {type: 'button', class: 'main', onclick: press, 'aria-label': `${text}: ${coupon.title}, ${coupon.shop}`}, text),
    );
  }

  function show(text, kind) {
    note.hidden = false;
    note.className = `note ${kind}`;
    note.textContent = text;
    // The button that had the focus is gone.
    note.focus();
    announce(`${coupon.title}: ${text}`);
  }

  async function press() {
    action.firstChild.disabled = true;
    try {
      const redemption = await redeem(coupon.couponId);
      own.set(coupon.couponId, redemption);
      showOwn();
      action.replaceChildren(code(redemption));
      show('Show this in the shop.', 'good');
    } catch (error) {
      if (error.status === 401) {
        failed(error);
      } else if (error.isReadOnly) {
        offer('Try again');
        show(`Coupons cannot be redeemed here at the moment. ${error.isRepeated ? UNKNOWN : 'Try again later.'}`, 'bad');
      } else if (error.isOpen) {
        offer('Try again');
        show(`${error.message} ${UNKNOWN}`, 'bad');
      } else {
        action.replaceChildren();
        show(REFUSALS[error.code] ?? error.message, 'bad');
      }
    }
  }

  if (own.has(coupon.couponId)) {
    action.append(code(own.get(coupon.couponId)));
  } else if (Date.parse(coupon.endsAt) <= Date.now()) {
    action.append(h('p', {class: 'bad'}, 'Ended'));
  } else if (Date.parse(coupon.startsAt) > Date.now()) {
    action.append(h('p', {}, 'From ', when(coupon.startsAt)));
  } else {
    offer('Redeem');
  }
  return h(
    'li',
    {'data-coupon': coupon.couponId},
    h(
      'div',
      {},
      h('h3', {}, coupon.title),
      h('p', {}, coupon.shop, ' · ', distance(coupon.metres)),
      coupon.description ? h('p', {}, coupon.description) : null,
      h('p', {class: 'quiet'}, 'Until ', when(coupon.endsAt)),
    ),
    action,
    note,
  );
}

function placeForm(place, chosen) {
  const lat = h('input', {name: 'lat', type: 'number', step: 'any', min: -90, max: 90, required: true, value: place.lat});
  const lon = h('input', {name: 'lon', type: 'number', step: 'any', min: -180, max: 180, required: true, value: place.lon});
  const read = () => chosen({lat: lat.valueAsNumber, lon: lon.valueAsNumber});

  function locate() {
    navigator.geolocation.getCurrentPosition(
      ({coords}) => {
        lat.value = coords.latitude.toFixed(4);
        lon.value = coords.longitude.toFixed(4);
        read();
      },
      () => announce('The browser does not say where you are. Type the place.'),
    );
  }

  return h(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault();
        read();
      },
    },
    h('label', {}, 'Latitude', lat),
    h('label', {}, 'Longitude', lon),
    h('button', {class: 'main'}, 'Show coupons'),
    h('button', {type: 'button', onclick: locate}, 'Where I am'),
  );
}
