/** Which of the events that are known are due: they are played at the pace at which they happened. */
export class Playback {
  /** @param {number} speed how many times faster than it happened; 0 for all at once */
  constructor(speed) {
    this.speed = speed;
    this.waiting = [];
    this.at = null;
    this.dry = true;
  }

  /** Adds the events that follow those that are known, in their order. */
  add(events) {
    this.waiting.push(...events);
    if (this.dry && events.length > 0) {
      // The time until they were known has passed already: it is not waited for a second time.
      this.at = Math.max(this.at, Date.parse(events[0].time));
      this.dry = false;
    }
  }

  /** How many events are known and not yet due. */
  get left() {
    return this.waiting.length;
  }

  /** Lets time pass. @param {number} milliseconds @returns the events that are due now */
  pass(milliseconds) {
    if (this.waiting.length === 0) {
      this.dry = true;
      return [];
    }
    if (this.speed === 0) {
      return this.waiting.splice(0);
    }
    this.at += milliseconds * this.speed;
    const due = this.waiting.findIndex((event) => Date.parse(event.time) > this.at);
    return this.waiting.splice(0, due === -1 ? this.waiting.length : due);
  }
}

/** Whether an event contains a text, in its key or its data, capitals or not. */
export function contains(event, text) {
  const sought = text.trim().toLowerCase();
  return sought === '' || [event.partitionKey, event.data, event.id].some((one) => one?.toLowerCase().includes(sought));
}
