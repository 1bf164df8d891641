/** Requests to the page's own server. What they carry is in the body: an address holds no data. */

/** An answer that is an error. Its message is shown as it is. */
export class ApiError extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }

  /** Whether the item has changed since it was read. */
  get conflict() {
    return this.status === 409;
  }
}

/**
 * Runs an operation.
 *
 * @param {string} name such as 'tables query'
 * @param {object} request
 * @param {(text: string) => any} [parse] reads the answer; `exactly` where numbers in it are a person's data
 */
export async function call(name, request, parse) {
  return post('api/operations/' + encodeURIComponent(name), request, parse);
}

/**
 * A part of what is known of a node of the graph.
 *
 * @param {'invocations'|'logs'|'records'|'payload'|'permissions'|'environment'} part
 * @param {object} request with the id of the node
 */
export async function ofNode(part, request) {
  return post('api/nodes/' + part, request);
}

/** What the page starts from. */
export async function start() {
  const answer = await fetch('api/deployment');
  return read(answer);
}

async function post(path, request, parse) {
  let answer;
  try {
    answer = await fetch(path, {
      method: 'POST',
      headers: {'Content-Type': 'application/json', 'X-Fleet-Token': token()},
      body: JSON.stringify(request),
    });
  } catch {
    throw new ApiError(0, 'The fleet does not answer. Is ./fleet up still running?');
  }
  return read(answer, parse);
}

async function read(answer, parse = JSON.parse) {
  const body = await answer.text().then(parse).catch(() => ({error: 'The answer is not JSON'}));
  if (!answer.ok) {
    throw new ApiError(answer.status, body.error ?? 'Status ' + answer.status);
  }
  return body;
}

/** Of this start of the fleet. It comes in the document and travels in a header. */
function token() {
  return document.querySelector('meta[name="fleet-token"]')?.getAttribute('content') ?? '';
}
