/**
 * The growth of a total per second, between each point and the one before.
 *
 * @param {{time: number, totals: Object<string, number>}[]} points
 * @param {string} name
 */
export function perSecond(points, name) {
  return points.map((point, i) => {
    if (i === 0) {
      return 0;
    }
    const before = points[i - 1];
    const seconds = (point.time - before.time) / 1000;
    return seconds > 0 ? Math.max(0, (point.totals[name] - before.totals[name]) / seconds) : 0;
  });
}
