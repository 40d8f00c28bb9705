import {call, click, exact, explain, find, make} from '/assets/base.js';

const SHOWN = 20000;
const PARTS_OF_PAGES = /^\/assets\/|\.(css|js)$/;
let description = null;

const resolved = node => node?.$ref ? node.$ref.slice(2).split('/').reduce((at, name) => at[name], description) : node;

/** Returns text with what is between back quotes as code. */
function prose(text) {
  return (text || '').split('`').map((part, at) => at % 2 ? make('code', {}, part) : part);
}

// ---- schemas -----------------------------------------------------------------------------------------------------

function typeOf(schema) {
  const one = resolved(schema) || {};
  if (one.type === 'array') {
    return `array of ${typeOf(one.items)}`;
  }
  if (one.anyOf) {
    return one.anyOf.map(typeOf).join(' or ');
  }
  if (one.enum || one.const !== undefined) {
    return (one.enum || [one.const]).map(value => JSON.stringify(value)).join(' or ');
  }
  return one.type || 'any value';
}

/** Returns the members of an object, or of the objects of a list, as a table. */
function members(schema) {
  const one = resolved(schema) || {};
  const object = one.type === 'array' ? resolved(one.items) : one;
  if (!object?.properties) {
    return null;
  }
  const required = object.required || [];
  return make('div', {className: 'scroll', tabIndex: 0, role: 'region', ariaLabel: 'Members'}, make('table', {},
      make('thead', {}, make('tr', {}, ['Member', 'Type', ''].map(title => title
          ? make('th', {scope: 'col'}, title) : make('td', {})))),
      make('tbody', {}, Object.entries(object.properties).map(([name, member]) => make('tr', {},
          make('th', {scope: 'row'}, make('code', {}, name)),
          make('td', {}, typeOf(member) + (required.includes(name) ? '' : ', optional')),
          make('td', {}, ...prose(member.description || resolved(member).description)))))));
}

// ---- trying ------------------------------------------------------------------------------------------------------

function fieldOf(parameter) {
  const {name, required, schema, example} = parameter;
  const type = resolved(schema)?.type === 'integer' ? 'number' : 'text';
  return make('label', {}, `${name}${required ? '' : ' (optional)'}`, make('input', {
    type, name, required: Boolean(required), value: example === undefined ? '' : String(example),
    data: {place: parameter.in},
  }));
}

function bodyFields(body) {
  if (!body) {
    return [];
  }
  const [[type, media]] = Object.entries(body.content);
  if (type === 'multipart/form-data') {
    return Object.keys(media.schema.properties).map(name => make('label', {}, name,
        make('input', {type: 'file', name, required: true, data: {place: 'form'}})));
  }
  if (type === 'application/json') {
    return [make('label', {className: 'wide'}, 'Body', make('textarea', {
      rows: 4, value: JSON.stringify(media.example, null, 2), spellcheck: false, data: {place: 'body'}}))];
  }
  return [make('label', {}, 'File', make('input', {type: 'file', required: true, data: {place: 'file'}}))];
}

/** Returns the request that a form describes. */
function requestOf(form, method, path) {
  const fields = [...form.querySelectorAll('[data-place]')];
  const at = place => fields.filter(field => field.dataset.place === place && (field.value || place === 'path'));
  let url = at('path').reduce((url, field) => url.replace(`{${field.name}}`, encodeURIComponent(field.value)), path);
  const query = new URLSearchParams(at('query').map(field => [field.name, field.value]));
  url += query.size ? `?${query}` : '';
  const request = {method: method.toUpperCase(), headers: {}};
  const files = at('form');
  if (files.length) {
    request.body = new FormData();
    files.forEach(field => request.body.append(field.name, field.files[0]));
  } else if (at('body').length) {
    request.headers['Content-Type'] = 'application/json';
    request.body = at('body')[0].value;
  } else if (at('file').length) {
    request.headers['Content-Type'] = 'application/octet-stream';
    request.body = at('file')[0].files[0];
  }
  return {url, request};
}

const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;

function curl({url, request}) {
  const words = ['curl'];
  if (request.method !== 'GET') {
    words.push('-X', request.method);
  }
  if (request.body instanceof FormData) {
    words.splice(1, 2);
    request.body.forEach((file, name) => words.push('-F', quoted(`${name}=@${file.name}`)));
  } else if (request.body instanceof Blob) {
    words.splice(1, 2);
    words.push('--data-binary', quoted(`@${request.body.name}`));
  } else if (request.body !== undefined) {
    words.splice(1, 2);
    words.push('-H', quoted('Content-Type: application/json'), '-d', quoted(request.body.replace(/\s*\n\s*/g, ' ')));
  }
  return [...words, quoted(location.origin + url)].join(' ');
}

/** As exact, and JSON.stringify writes the digits as a number again. */
function unchanged(key, value, context) {
  const kept = exact(key, value, context);
  return kept !== value && JSON.rawJSON ? JSON.rawJSON(kept) : kept;
}

function pretty(text, type) {
  try {
    return type.endsWith('json') ? JSON.stringify(JSON.parse(text, unchanged), null, 2) : text;
  } catch {
    return text;
  }
}

async function send(sent, outcome) {
  outcome.replaceChildren(make('pre', {}, curl(sent)), make('p', {className: 'hint'}, 'Waiting …'));
  let answer;
  let type;
  let audio;
  let text;
  try {
    answer = await fetch(sent.url, sent.request);
    type = (answer.headers.get('Content-Type') || '').split(';')[0];
    audio = type.startsWith('audio/');
    text = audio ? '' : await answer.text();
  } catch {
    outcome.lastChild.textContent = 'No answer; the server may have stopped.';
    return;
  }
  const headers = ['Content-Type', 'Location', 'X-Total-Count', 'Link', 'ETag', 'Content-Range', 'Allow', 'Retry-After']
      .filter(name => answer.headers.has(name)).map(name => `${name}: ${answer.headers.get(name)}`);
  outcome.replaceChildren(
      make('pre', {}, curl(sent)),
      make('p', {}, make('span', {className: `badge ${answer.ok ? 'good' : 'bad'}`}, `${answer.status} ${answer.statusText}`)),
      headers.length ? make('pre', {}, headers.join('\n')) : '',
      audio ? make('audio', {controls: true, src: sent.url, ariaLabel: 'The answer'}) : '',
      text ? make('pre', {tabIndex: 0, className: 'answer'}, pretty(text, type).slice(0, SHOWN) + (text.length > SHOWN ? ' …' : '')) : '');
}

function tryIt(method, path, operation, shared) {
  const parameters = [...shared, ...(operation.parameters || [])].map(resolved);
  const outcome = make('div', {role: 'status'});
  const form = make('form', {className: 'fields'}, parameters.map(fieldOf), bodyFields(operation.requestBody),
      make('button', {type: 'submit', onclick: click(async () => {
        if (form.reportValidity()) {
          await send(requestOf(form, method, path), outcome);
        }
      })}, 'Send'));
  form.addEventListener('submit', event => event.preventDefault());
  return [make('h3', {}, 'Try it'), form, outcome];
}

// ---- the operations ----------------------------------------------------------------------------------------------

function responseOf([status, node]) {
  const response = resolved(node);
  const [media] = Object.values(response.content || {});
  const kind = status < 300 ? 'good' : status < 400 ? '' : 'bad';
  const table = status < 300 && media ? members(media.schema) : null;
  return make('li', {}, make('span', {className: `badge ${kind}`}, status), ' ', ...prose(response.description),
      media?.example ? make('pre', {}, JSON.stringify(media.example, null, 2)) : null,
      table ? make('details', {}, make('summary', {}, 'Its members'), table) : null);
}

function parametersOf(operation, shared) {
  const parameters = [...shared, ...(operation.parameters || [])].map(resolved).filter(one => one.description);
  return parameters.length ? make('dl', {}, parameters.flatMap(one =>
      [make('dt', {}, make('code', {}, one.name)), make('dd', {}, ...prose(one.description))])) : null;
}

function requestMembers(body) {
  const [media] = Object.values(body?.content || {});
  const table = media ? members(media.schema) : null;
  return table ? [make('h3', {}, 'Body'), table] : [];
}

/** Returns an operation, whose inside is made when it is opened. */
function operationOf(path, method, operation, shared) {
  const details = make('details', {className: 'operation', id: operation.operationId}, make('summary', {},
      make('span', {className: `method ${method}`}, method.toUpperCase()), ' ', make('code', {}, path), ' ',
      make('span', {className: 'hint'}, operation.summary)));
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) {
      details.append(make('div', {className: 'inside'}, [
        operation.description ? make('p', {}, ...prose(operation.description)) : null,
        parametersOf(operation, shared),
        requestMembers(operation.requestBody),
        tryIt(method, path, operation, shared),
        make('h3', {}, 'Responses'),
        make('ul', {className: 'outcomes'}, Object.entries(operation.responses).map(responseOf)),
      ].flat()));
    }
  });
  return details;
}

function operations(tag) {
  const calls = Object.entries(description.paths).filter(([path]) => !PARTS_OF_PAGES.test(path));
  return calls.flatMap(([path, item]) => ['get', 'post', 'delete']
      .filter(method => item[method]?.tags.includes(tag))
      .map(method => operationOf(path, method, item[method], item.parameters || [])));
}

function openLinked() {
  const linked = document.getElementById(location.hash.slice(1));
  if (linked?.tagName === 'DETAILS') {
    linked.open = true;
    linked.scrollIntoView();
  }
}

async function setUp() {
  description = await (await call('GET', '/openapi.json')).json();
  find('about').append(...prose(description.info.description));
  find('operations').append(...description.tags.flatMap(tag =>
      [make('h2', {}, tag.description), make('div', {}, operations(tag.name))]));
  window.addEventListener('hashchange', openLinked);
  openLinked();
}

setUp().catch(e => find('operations').append(explain(e, 'h2')));
