import {h} from '../lib.js';
import {stamp} from '../format.js';
import {marksOf, nameOf} from './marks.js';

/**
 * A slider through the versions of an item: arrow keys move by one version, Home and End to the ends. Below it, a mark for each version that
 * is special.
 *
 * @param {{entries: object[], at: number, onMove: (index: number) => void}} props the oldest entry first
 */
export function Slider({entries, at, onMove}) {
  const last = entries.length - 1;
  const entry = entries[at];
  const words = [nameOf(entry), stamp(entry.time), ...marksOf(entry).map((mark) => mark.word)];
  return h(
    'div',
    {class: 'slider'},
    h('input', {
      type: 'range',
      min: 0,
      max: last,
      step: 1,
      value: at,
      disabled: last === 0,
      'aria-label': 'Version in time',
      'aria-valuetext': words.join(', '),
      onInput: (event) => onMove(Number(event.target.value)),
    }),
    h(
      'div',
      {class: 'slider-marks', 'aria-hidden': 'true'},
      entries.map((one, index) => {
        const mark = marksOf(one)[0];
        return mark && h('span', {key: one.position, class: `tick ${mark.tone}`, style: {left: `${last === 0 ? 0 : (100 * index) / last}%`}, title: `${nameOf(one)}: ${mark.note}`});
      }),
    ),
    h('div', {class: 'slider-ends'}, h('span', null, stamp(entries[0].time)), h('strong', null, words.join(' · ')), h('span', null, stamp(entries[last].time))),
  );
}
