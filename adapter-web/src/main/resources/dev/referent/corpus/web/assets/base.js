/** What the pages share: making elements, calling the server, and showing a problem. */

/** Returns an element with properties and children; children that are null or undefined are left out. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'data') {
      Object.assign(element.dataset, value);
    } else if (name.startsWith('aria') || name === 'role') {
      element.setAttribute(name.replace(/^aria([A-Z])/, (_, letter) => `aria-${letter.toLowerCase()}`), value);
    } else {
      element[name] = value;
    }
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

export const find = id => document.getElementById(id);

/** A failure that the server explains (RFC 9457). */
export class ProblemError extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Returns what to throw for a connection that failed: a ProblemError, or the failure itself if the page has ended the call. */
const lost = (failure, detail) => failure.name === 'AbortError' ? failure : new ProblemError({title: 'No answer', detail});

/** Calls the server, with a file, a form, a JSON text, or a value to make one of. Returns the response, or throws a ProblemError. */
export async function call(method, path, body, signal) {
  const options = {method, headers: {}, signal};
  if (body instanceof FormData || body instanceof Blob) {
    options.body = body;
  } else if (body !== undefined) {
    options.headers['Content-Type'] = 'application/json';
    options.body = typeof body === 'string' ? body : JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch (e) {
    throw lost(e, 'the server did not answer; it may have stopped');
  }
  if (!response.ok) {
    throw new ProblemError(await problemOf(response));
  }
  return response;
}

/** For JSON.parse: keeps an integer that a number cannot hold as its digits, where the browser gives them. */
export function exact(_, value, context) {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && context ? context.source : value;
}

async function problemOf(response) {
  try {
    return JSON.parse(await response.text(), exact);
  } catch {
    return {title: response.statusText, status: response.status, detail: `the server answered ${response.status}`};
  }
}

/** Reads the lines of JSON that a job streams, and passes each on. */
export async function* lines(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const read = () => reader.read().catch(e => {
    throw lost(e, 'the answer broke off; the server may have stopped');
  });
  let rest = '';
  for (let part = await read(); !part.done; part = await read()) {
    const whole = (rest + part.value).split('\n');
    rest = whole.pop();
    yield* whole.filter(line => line).map(line => JSON.parse(line));
  }
}

const list = (table, columns) => columns.map(column => `${table}.${column}`).join(', ');

/** Returns a violation as a list entry: what is there, and what is missing or in the way. */
function violation(one) {
  const child = list(one.childTable, one.childColumns);
  const parent = list(one.parentTable, one.parentColumns);
  const key = one.key.map(String).join(', ');
  const words = one.kind === 'MISSING_PARENT'
      ? ['no row of ', make('code', {}, one.parentTable), ' has ', make('code', {}, `${parent} = ${key}`),
          ', which ', make('code', {}, child), ' would reference']
      : [make('code', {}, `${parent} = ${key}`), ' is still referenced by ', make('code', {}, child)];
  return make('li', {}, ...words, ' ', make('small', {className: 'hint'}, `(${one.constraint})`));
}

/** Returns a problem as an element: its title, its violations, or else its detail, and where its kind is explained. */
export function explain(error, heading = 'h3') {
  const problem = error.problem || {title: 'Failed', detail: String(error.message)};
  const violations = problem.violations || [];
  const page = (problem.type || '').startsWith('/problems/') ? problem.type : null;
  return make('div', {className: 'notice bad'},
      make(heading, {}, problem.status ? `${problem.status} ${problem.title}` : problem.title),
      violations.length ? make('ul', {}, violations.map(violation)) : make('p', {}, problem.detail),
      problem.undetermined ? make('p', {}, `Not determined: ${problem.undetermined}`) : null,
      page ? make('p', {}, make('a', {href: page}, 'What this kind of problem means')) : null);
}

/** Makes an element an area that files can be dropped on, and passes them on, as an array. */
export function dropArea(element, accept) {
  const over = shown => event => {
    event.preventDefault();
    element.classList.toggle('over', shown);
  };
  element.addEventListener('dragover', over(true));
  element.addEventListener('dragleave', over(false));
  element.addEventListener('drop', event => {
    over(false)(event);
    accept([...event.dataTransfer.files]);
  });
}

export function good(...words) {
  return make('div', {className: 'notice good'}, make('p', {}, ...words));
}

/** Marks a button as disabled; one that is disabled would lose the focus. */
export function disable(button, isDisabled) {
  button.ariaDisabled = isDisabled ? 'true' : null;
}

/**
 * Returns a handler of clicks that runs a task, unless the button runs one already. It ignores the second of a double click: what the first
 * has changed may have moved another button there.
 */
export function click(task) {
  return async ({currentTarget: button, detail}) => {
    if (detail > 1 || button.ariaDisabled) {
      return;
    }
    disable(button, true);
    try {
      await task();
    } finally {
      disable(button, false);
    }
  };
}
