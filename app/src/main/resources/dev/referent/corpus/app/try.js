import {call, disable, explain, find, lines, make} from '/assets/base.js';

const stories = JSON.parse(find('stories').textContent);
const SIDES = {
  'sqlite': 'SQLite, as its driver opens it',
  'sqlite-on': 'SQLite with foreign_keys=ON',
  'sqlite-referent': 'With Referent',
};
const PATHS = {jdbc: 'JDBC', hibernate: 'Hibernate', mybatis: 'MyBatis'};
const form = find('story');
let story = stories[0];
let ran = null;
let running = null;
let results = new Map();

// ---- the statements ----------------------------------------------------------------------------------------------

/** Returns the statement with a field in the place of each question mark. */
function editable(statement, index) {
  const parts = statement.sql.split('?');
  const fields = statement.values.map((value, at) => make('input', {
    type: typeof value === 'number' ? 'number' : 'text', value: String(value), maxLength: 40,
    className: typeof value === 'number' ? '' : 'words', ariaLabel: `Value ${at + 1} of ${statement.sql}`,
    data: {statement: index},
  }));
  const box = make('input', {type: 'checkbox', checked: statement.chosen, name: 'statement', value: String(index),
    ariaLabel: `Run ${statement.sql}`});
  return make('li', {}, box, make('code', {}, parts.flatMap((part, at) => at < fields.length ? [part, fields[at]] : [part])));
}

function showStory(next) {
  story = next;
  find('lead').textContent = story.lead;
  find('tables').textContent = story.tables.map(table => `${table};`).join('\n');
  const items = story.statements.map(editable);
  find('before').replaceChildren(...items.filter((_, at) => story.statements[at].initial));
  find('statements').replaceChildren(...items.filter((_, at) => !story.statements[at].initial));
}

// ---- the outcome -------------------------------------------------------------------------------------------------

const ROW = /^(\w+) \((.*)\)$/s;

/** Returns how many rows of each table are stored before the statements. */
function before() {
  const counts = new Map();
  for (const index of ran.statements) {
    const statement = story.statements[index];
    if (statement.initial) {
      const table = statement.sql.match(/INTO (\w+)/)[1];
      counts.set(table, (counts.get(table) || 0) + 1);
    }
  }
  return counts;
}

function tablesOf(result) {
  const tables = new Map(story.tables.map(sql => [sql.match(/TABLE (\w+)/)[1], []]));
  for (const row of result.rows || []) {
    const match = row.match(ROW);
    if (match) {
      tables.get(match[1]).push(match[2]);
    } else {
      tables.set(row.split(' ')[0], null);
    }
  }
  return tables;
}

/** Returns whether a row references a row that is not stored. */
function isOrphan(table, cells, tables) {
  return story.keys.filter(key => key.child === table).some(key => {
    const value = cells[story.columns[table].indexOf(key.column)];
    return value !== 'null' && !(tables.get(key.parent) || []).some(row => row.split(', ')[0] === value);
  });
}

function storedRow(table, row, tables) {
  const cells = row.split(', ');
  const whole = cells.length === story.columns[table].length;
  const orphan = whole && isOrphan(table, cells, tables);
  return make('tr', {className: orphan ? 'orphan' : ''},
      whole ? cells.map((cell, at) => make('td', {}, cell, orphan && !at ? ' (orphan)' : '')) : make('td', {colSpan: story.columns[table].length}, row));
}

/** Lets a name break after an underscore, rather than anywhere. */
function breakable(name) {
  return name.split(/(?<=_)/).flatMap((part, at) => (at ? [make('wbr'), part] : [part]));
}

function stored(result) {
  const counts = before();
  const tables = tablesOf(result);
  return [...tables].map(([table, rows]) => {
    if (rows === null) {
      return make('p', {}, make('span', {className: 'badge bad'}, `${table} no longer exists`));
    }
    const was = counts.get(table) || 0;
    const lost = story.name === 'migration' && rows.length < was;
    return make('table', {}, make('caption', {}, make('code', {}, table),
        ` ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}, ${was} before `,
        lost ? make('span', {className: 'badge bad'}, `${was - rows.length} lost`) : null),
        rows.length ? make('thead', {}, make('tr', {}, story.columns[table].map(name => make('th', {scope: 'col'}, breakable(name))))) : null,
        make('tbody', {}, rows.map(row => storedRow(table, row, tables))));
  });
}

function badges(result) {
  const steps = result.steps || [];
  const failed = steps.filter(step => step.failure).length;
  const shown = [];
  if (result.orphans > 0) {
    shown.push(['bad', `${result.orphans} orphan ${result.orphans === 1 ? 'row' : 'rows'}`]);
  }
  const counts = before();
  const lost = story.name === 'migration'
      ? [...tablesOf(result)].reduce((sum, [table, rows]) => sum + Math.max(0, (counts.get(table) || 0) - (rows || []).length), 0) : 0;
  if (lost) {
    shown.push(['bad', `${lost} rows lost`]);
  }
  if (failed) {
    shown.push([result.engine === 'sqlite-referent' ? 'good' : 'warn', `${failed} of ${steps.length} statements rejected`]);
  } else if (steps.length) {
    shown.push(['', 'no error']);
  }
  return make('p', {className: 'badges'}, shown.map(([kind, words]) => make('span', {className: `badge ${kind}`}, words)));
}

/** The message of a failure, and what a program learns from its exception. */
function said(failure) {
  const type = failure.type.split('.').pop();
  return make('div', {className: 'notice bad'}, make('p', {}, failure.message),
      make('p', {className: 'hint'}, `${type}, SQLState ${failure.sqlState || 'none'}`
          + (failure.constraint ? `, constraint ${failure.constraint}` : '')));
}

function step(one) {
  return make('li', {}, make('code', {}, one.operation),
      one.failure ? said(one.failure) : make('span', {}, ' ', make('span', {className: 'badge'}, 'done')),
      sent(one));
}

/** The SQL that reached the driver, unless it is the statement itself. */
function sent(one) {
  const statements = (one.sent || []).filter(sql => sql !== one.operation);
  return statements.length ? make('details', {}, make('summary', {}, make('small', {}, 'SQL sent')),
      statements.map(sql => make('pre', {}, sql))) : null;
}

function lane(name, result) {
  const title = make('h3', {}, SIDES[name]);
  if (!result) {
    return make('section', {className: 'card'}, title, make('p', {className: 'hint'}, 'Not run yet.'));
  }
  if (result.reason) {
    return make('section', {className: 'card'}, title, make('div', {className: 'notice warn'}, make('p', {}, result.reason)));
  }
  return make('section', {className: 'card'}, title, badges(result),
      make('h4', {}, 'What it says'), make('ol', {className: 'steps'}, (result.steps || []).map(step)),
      make('div', {className: 'stored'}, make('h4', {}, 'What is stored afterwards'), stored(result)));
}

function showLanes() {
  const path = document.querySelector('input[name=path]:checked').value;
  find('lanes').replaceChildren(...Object.keys(SIDES).map(name => lane(name, results.get(`${name} ${path}`))));
}

// ---- running -----------------------------------------------------------------------------------------------------

function chosen() {
  return [...form.querySelectorAll('input[name=statement]:checked')].map(box => box.value)
      .sort((one, other) => one - other);
}

async function run() {
  results = new Map();
  ran = {statements: chosen()};
  const values = [...form.querySelectorAll('input[data-statement]')]
      .sort((one, other) => one.dataset.statement - other.dataset.statement).map(field => field.value);
  find('failure').replaceChildren();
  find('outcome').hidden = false;
  find('progress').value = 0;
  find('status').textContent = 'Starting …';
  showLanes();
  find('outcome').scrollIntoView({block: 'start'});
  running = new AbortController();
  const answer = await call('POST', '/try/run', {story: [story.name], statements: ran.statements, values}, running.signal);
  for await (const event of lines(answer)) {
    find('status').textContent = event.cell
        ? `${SIDES[event.cell.engine]}, through ${PATHS[event.cell.path]}` : event.message;
    if (event.cell) {
      results.set(`${event.cell.engine} ${event.cell.path}`, event.cell);
      find('progress').value = results.size;
      showLanes();
    }
  }
}

function setUp() {
  find('stories-choice').append(...stories.map((one, at) => make('label', {},
      make('input', {type: 'radio', name: 'story', value: one.name, checked: at === 0, defaultChecked: at === 0}), one.title)));
  find('paths').append(...Object.entries(PATHS).map(([path, name], at) => make('label', {},
      make('input', {type: 'radio', name: 'path', value: path, checked: at === 0}), name)));
  find('stories-choice').addEventListener('change', event => {
    running?.abort(); // its results would be shown with the tables of the other story
    showStory(stories.find(one => one.name === event.target.value));
    find('outcome').hidden = true;
  });
  find('paths').addEventListener('change', showLanes);
  form.addEventListener('reset', () => {
    const name = story.name;
    setTimeout(() => {
      form.elements.story.value = name;
      showStory(story);
    });
  });
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const button = form.querySelector('[type=submit]');
    if (button.ariaDisabled) {
      return;
    }
    disable(button, true);
    try {
      await run();
    } catch (e) {
      if (e.name !== 'AbortError') {
        find('failure').replaceChildren(explain(e, 'h2'));
        find('outcome').hidden = true;
      }
    } finally {
      disable(button, false);
    }
  });
  showStory(stories.find(one => `#${one.name}` === location.hash) || stories[0]);
  form.elements.story.value = story.name;
}

setUp();
