import {useEffect, useState} from './lib.js';

/** The view's name is in the address after #/, and nothing else is: no key, no value. */

function route() {
  return location.hash.replace(/^#\/?/, '').split('/')[0];
}

export function useRoute() {
  const [name, setName] = useState(route());
  useEffect(() => {
    const listener = () => setName(route());
    addEventListener('hashchange', listener);
    return () => removeEventListener('hashchange', listener);
  }, []);
  return name;
}

/** What the next view starts with, handed over in memory. */
let handed = null;

/**
 * Opens a view.
 *
 * @param {string} name
 * @param {object} [where] what the view starts with, such as a table and a key
 */
export function navigate(name, where = null) {
  handed = where && {name, where};
  location.hash = '#/' + name;
}

/** What {@link navigate} has handed to this view, once. @param {string} name */
export function arrival(name) {
  const taken = handed?.name === name ? handed.where : null;
  if (taken) {
    handed = null;
  }
  return taken;
}
