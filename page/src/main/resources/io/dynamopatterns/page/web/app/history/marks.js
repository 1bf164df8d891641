const GAPS = {
  MISSING: 'Changes are missing before this one',
  DUPLICATE: 'The writer gave this version number twice',
  OUT_OF_ORDER: 'The version number is lower than the one before',
};

/** What is special about an entry of a history, each with a short word, a tone and an explanation. */
export function marksOf(entry) {
  const marks = [];
  const state = entry.continuity?.state;
  if (GAPS[state]) {
    const missing = entry.continuity.missing;
    const note = missing ? `${missing} ${missing === 1 ? 'change is' : 'changes are'} missing before this one` : GAPS[state];
    marks.push({word: 'gap', tone: 'warm', note});
  }
  if (entry.tombstoneRemoved) {
    marks.push({word: 'tombstone removed', tone: 'plain', note: 'The time to live removed the tombstone of a deleted item'});
  } else if (entry.tombstone) {
    marks.push({word: 'deleted', tone: 'bad', note: entry.ttl ? 'Its time to live deleted the item' : 'The item was deleted'});
  }
  if (entry.eventName === 'BASELINE') {
    marks.push({word: 'snapshot', tone: 'accent', note: 'How a backfill found the item; not a change'});
  }
  return marks;
}

/** The item after an entry, `{}` if it is deleted. */
export function stateAfter(entry) {
  return !entry || entry.tombstone ? {} : (entry.newImage ?? {});
}

/** An entry in words, for lists and screen readers. */
export function nameOf(entry) {
  return entry.version === undefined ? entry.eventName.toLowerCase() : `version ${entry.version}`;
}
