import {h, useLayoutEffect, useRef} from './lib.js';

/** In these Escape belongs to what is typed or chosen. */
const FIELDS = 'input, textarea, select';

/**
 * A list, and beside it the details of what is chosen there. On a narrow screen the details come first, with a way back.
 *
 * @param {{list: any, details: any, title: string, onClose: () => void}} props
 */
export function Split({list, details, title, onClose}) {
  return h(
    'div',
    {class: details ? 'split open' : 'split'},
    h('div', {class: 'split-list'}, list),
    details && h(Details, {title, onClose}, details),
  );
}

/** They take the focus, and give it back to the row when they are closed. */
function Details({title, onClose, children}) {
  const section = useRef(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    section.current.focus();
    return () => before?.focus?.();
  }, []);
  return h(
    'section',
    {
      ref: section,
      class: 'card split-details',
      tabIndex: -1,
      'aria-label': title,
      onKeyDown: (event) => event.key === 'Escape' && !event.target.closest(FIELDS) && onClose(),
    },
    h('header', null, h('h2', null, title), h('button', {type: 'button', class: 'icon', 'aria-label': 'Close details', onClick: onClose}, '×')),
    children,
  );
}
