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
    // The address may have changed since the first drawing, before this listens.
    listener();
    return () => removeEventListener('hashchange', listener);
  }, []);
  return name;
}
