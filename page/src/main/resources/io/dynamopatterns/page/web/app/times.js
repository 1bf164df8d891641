const MILLISECONDS = {s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

/**
 * A time that was typed, fixed where it is relative: the pages of one list must begin at the same time. Other times stay as they are.
 *
 * @param {string} text such as `-2h`, `now` or `10:00`
 * @param {number} now
 * @returns {string|undefined} undefined if nothing was typed
 */
export function fixed(text, now) {
  const typed = text.trim();
  const ago = /^-(\d+)([smhd])$/.exec(typed);
  if (ago) {
    return new Date(now - Number(ago[1]) * MILLISECONDS[ago[2]]).toISOString();
  }
  return typed === 'now' ? new Date(now).toISOString() : typed || undefined;
}
