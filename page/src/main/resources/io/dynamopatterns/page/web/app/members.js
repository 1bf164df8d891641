import {Fragment, h} from './lib.js';
import {Answer, Facts, Key, Pager, Payload, Time} from './ui.js';

/** Events with their JSON on demand: members of a group, or of a digest. */
export function Members({pages, what}) {
  return h(Answer, {of: pages, what: `Reading ${what}`}, () =>
    h(
      Fragment,
      null,
      h(
        'ul',
        {class: 'events'},
        pages.rows.map((one) =>
          h(
            'li',
            {key: one.id},
            h(
              'details',
              null,
              h('summary', null, h(Time, {at: one.time}), ' ', h('span', {class: 'excerpt'}, one.event ?? one.id)),
              h(Facts, {entries: [['Id', h(Key, {text: one.id})], one.source && ['Source', one.source]].filter(Boolean)}),
              one.event === undefined ? h('p', {class: 'note'}, `The event has ${one.bytes} bytes and does not fit an answer.`) : h(Payload, {text: one.event}),
            ),
          ),
        ),
      ),
      h(Pager, {more: Boolean(pages.next), shown: pages.rows.length, busy: pages.busy, onMore: pages.more}),
    ),
  );
}
