/**
 * Whether the deployment has a pattern and this page its operations.
 *
 * @param {import('./store.js').State} state
 * @param {string} pattern the last part of its package, such as `aggregator`
 * @param {string} operation that its view begins with
 */
export function hasPattern(state, pattern, operation) {
  return state.operations.includes(operation) && state.deployment.nodes.some((node) => runs(node, pattern));
}

/** Whether a node is a function of a pattern. @param {object} node @param {string} pattern @param {string} [handler] its class; any if left out */
export function runs(node, pattern, handler = '') {
  return String(node.settings.Handler ?? '').startsWith(`io.dynamopatterns.${pattern}.${handler}`);
}
