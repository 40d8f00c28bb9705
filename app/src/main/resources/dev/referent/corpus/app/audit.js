import {call, click, dropArea, explain, find, good, lines, make} from '/assets/base.js';

const KINDS = {error: 'bad', warning: 'warn', note: ''};
let running = null;

// ---- the report --------------------------------------------------------------------------------------------------

const counted = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;
const columns = (table, names) => `${table} (${names.join(', ')})`;

function finding(one) {
  return make('li', {className: `notice ${KINDS[one.severity]}`},
      make('p', {}, make('span', {className: `badge ${KINDS[one.severity]}`}, one.severity), ' ', one.message),
      one.remedy ? make('pre', {}, one.remedy) : null);
}

function orphans(key) {
  if (key.orphanRows === null) {
    return 'cannot be checked';
  }
  return key.orphanRows ? make('span', {className: 'badge bad'}, String(key.orphanRows)) : '0';
}

function samples(key) {
  const shown = key.samples.map(row => make('li', {}, make('code', {}, JSON.stringify(row.row)), ' → ',
      make('code', {}, JSON.stringify(row.key))));
  return shown.length ? make('ul', {}, shown) : '';
}

function keyRow(key) {
  const cells = [['Foreign key', key.name], ['Child', columns(key.childTable, key.childColumns)],
    ['Parent', columns(key.parentTable, key.parentColumns)], ['Orphan rows', orphans(key)], ['The first of them', samples(key)]];
  return make('tr', {}, cells.map(([label, cell], at) => make(at ? 'td' : 'th', at ? {data: {label}} : {scope: 'row', data: {label}}, cell)));
}

function show(report, caution) {
  const errors = report.findings.filter(one => one.severity === 'error').length;
  const summary = errors
      ? make('div', {className: 'notice bad'}, make('p', {}, `${counted(report.orphanRows, 'orphan row')}; ${errors} of ${counted(report.findings.length, 'finding')} ${errors === 1 ? 'is an error' : 'are errors'}.`))
      : good(`Nothing is broken: ${counted(report.foreignKeys.length, 'foreign key')}, no orphan row.`);
  find('report').replaceChildren(
      make('h2', {tabIndex: -1, id: 'report-title'}, `The report of ${report.database}`),
      make('p', {className: 'hint'}, report.engine),
      caution ? make('div', {className: 'notice warn'}, make('p', {}, caution)) : '',
      summary,
      report.findings.length ? make('ul', {className: 'findings'}, report.findings.map(finding)) : '',
      make('h3', {}, 'The foreign keys'),
      report.foreignKeys.length ? make('div', {className: 'scroll', tabIndex: 0, role: 'region', ariaLabel: 'Foreign keys'},
          make('table', {className: 'stacked'},
              make('thead', {}, make('tr', {}, ['Foreign key', 'Child', 'Parent', 'Orphan rows', 'The first of them']
                  .map(title => make('th', {scope: 'col'}, title)))),
              make('tbody', {}, report.foreignKeys.map(keyRow)))) : make('p', {}, 'None is declared.'));
  find('report-title').focus({preventScroll: true});
}

/** Shows why there is no report; the focus moves there as it moves to a report, because the button to stop is gone. */
function showFailure(e) {
  find('report').replaceChildren(explain(e, 'h2'));
  const title = find('report').querySelector('h2');
  title.tabIndex = -1;
  title.focus({preventScroll: true});
}

// ---- running -----------------------------------------------------------------------------------------------------

async function audit(path, body, name) {
  running?.abort();
  running = new AbortController();
  const {signal} = running;
  find('report').replaceChildren();
  find('work').hidden = false;
  find('progress').removeAttribute('value');
  find('status').textContent = body instanceof Blob ? `Sending ${name} …` : 'Starting …';
  try {
    let report = null;
    let caution = null;
    let last = '';
    for await (const event of lines(await call('POST', path, body, signal))) {
      last = event.message;
      find('status').textContent = event.message;
      if (event.total) {
        find('progress').max = event.total;
        find('progress').value = event.done;
      }
      report = event.report || report;
      caution = event.caution || caution;
    }
    if (report) {
      show({...report, database: name}, caution);
    } else {
      showFailure({problem: {title: 'No report', detail: last}});
    }
  } catch (e) {
    if (!signal.aborted) {
      showFailure(e);
    }
  } finally {
    if (running?.signal === signal) {
      find('work').hidden = true;
    }
  }
}

function setUp() {
  find('own').addEventListener('click', click(() => audit('/audit/run', {}, 'this server\u2019s database')));
  find('stop').addEventListener('click', () => {
    running?.abort();
    find('work').hidden = true;
    showFailure({problem: {title: 'Stopped', detail: 'the audit has not ended; there is no report'}});
  });
  const sent = file => file && audit('/audit/file', new Blob([file], {type: 'application/octet-stream'}), file.name);
  find('file').addEventListener('change', event => {
    sent(event.target.files[0]);
    event.target.value = '';
  });
  const database = files => [...files].find(file => !/-(wal|shm|journal)$/.test(file.name)) || files[0];
  dropArea(find('drop'), files => sent(database(files)));
}

setUp();
