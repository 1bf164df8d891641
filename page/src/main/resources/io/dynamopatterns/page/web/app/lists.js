import {useEffect, useRef, useState} from './lib.js';
import {useLive} from './store.js';

const FRESH = {answer: null, rows: [], next: null, error: null, loading: true, busy: false};

/**
 * A list that comes in pages. While one page is shown it is asked for again every few seconds; once there are more it is not refreshed.
 *
 * @param {(next: string|undefined) => Promise<any>} ask asks for a page; its answer has the rows and perhaps `next`
 * @param {string} name of the rows in an answer
 * @param {any[]} inputs a change of one begins anew
 * @param {number} [seconds] 0: only when an input changes
 * @param {boolean} [held] whether the list stays as it is for now, as something is shown below it
 */
export function usePages(ask, name, inputs, seconds = 0, held = false) {
  const [state, setState] = useState(FRESH);
  const asked = useRef(0);
  const pages = useRef(1);
  const adding = useRef(null);
  const isHeld = useRef(held);
  isHeld.current = held;
  const take = (mine, change) => mine === asked.current && setState(change);
  const load = () => {
    if (isHeld.current || pages.current > 1 || adding.current === asked.current) {
      return;
    }
    const mine = ++asked.current;
    ask().then(
      (answer) => take(mine, {...FRESH, answer, rows: answer[name], next: answer.next, loading: false}),
      (error) => take(mine, (before) => ({...before, error, loading: false, busy: false})),
    );
  };
  const more = () => {
    const mine = ++asked.current;
    // The page that a person has asked for is not given up for a refresh.
    adding.current = mine;
    setState((before) => ({...before, busy: true}));
    const added = (change) => {
      if (mine === asked.current) {
        adding.current = null;
        change();
      }
    };
    ask(state.next).then(
      (answer) =>
        added(() => {
          pages.current++;
          setState((before) => ({...before, rows: [...before.rows, ...answer[name]], next: answer.next, busy: false, error: null}));
        }),
      (error) => added(() => setState((before) => ({...before, error, busy: false}))),
    );
  };
  useEffect(() => {
    pages.current = 1;
    setState(FRESH);
    return () => {
      // A late answer to the request before is not shown.
      asked.current++;
    };
  }, inputs);
  useLive(load, seconds || 1e6, inputs);
  const reload = () => {
    pages.current = 1;
    adding.current = null;
    load();
  };
  return {...state, more, reload};
}
