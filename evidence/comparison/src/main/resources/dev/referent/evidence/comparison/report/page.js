'use strict';
(() => {
  const report = JSON.parse(document.getElementById('report').textContent);
  const keyOf = cell => `${cell.scenario}--${cell.engine}--${cell.path}`;

  /** Replaces the numbers of strings by the strings. */
  const withTexts = value => typeof value === 'string' ? report.texts[parseInt(value, 36)]
    : Array.isArray(value) ? value.map(withTexts)
    : value && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withTexts(member)])) : value;

  const cells = new Map(withTexts(report.cells).map(cell => [keyOf(cell), cell]));
  const engines = new Map(report.engines.map(engine => [engine.name, engine]));
  const scenarios = new Map(report.scenarios.map(scenario => [scenario.name, scenario]));
  const find = id => document.getElementById(id);

  /** Creates an element. Strings are never interpreted as markup. */
  function make(name, properties, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
      if (key in element) {
        element[key] = value;
      } else {
        element.setAttribute(key, value);
      }
    }
    element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== ''));
    return element;
  }

  function cellAt(scenario, engine, path) {
    const found = cells.get(`${scenario}--${engine}--${path}`);
    const reason = engines.get(engine)?.reason || 'it was not requested';
    return found || {scenario, engine, path, mark: 'NOTHING', words: '… not run', reason};
  }

  const failureOf = cell => (cell.steps || []).map(step => step.failure).find(failure => failure);

  // ---- the table -----------------------------------------------------------------------------------------------

  /** Splits `✓ rejected at commit; commit returns, …` into the heading and the small lines below it. */
  function partsOf(words) {
    const [, head, rest] = words.match(/^(.*?)(?: (?=at )|, |; |$)(.*)$/);
    return [head, ...rest.split('; ')];
  }

  function cellButton(cell, more) {
    const [head, ...small] = [...partsOf(cell.words), ...(more || [])];
    const button = make('button', {type: 'button', tabIndex: -1}, head.replace(' ', '\u00a0'),
        small.filter(line => line).map(line => make('small', {}, line)));
    button.setAttribute('aria-haspopup', 'dialog');
    button.addEventListener('click', () => open(cell));
    return make('td', {className: `cell ${cell.mark}`}, button);
  }

  function chosen() {
    const columns = [find('one').value, find('other').value].filter(value => value);
    if (columns.length === 2) {
      return columns.map(value => ({engine: value.split('--')[0], path: value.split('--')[1], paired: true}));
    }
    const path = document.querySelector('input[name=path]:checked').value;
    return report.engines.map(engine => ({engine: engine.name, path}));
  }

  /** The values that count as differences between cells: not times and messages. */
  function aspects(cell) {
    const failure = failureOf(cell);
    return new Map([
      ['outcome', cell.words],
      ['SQLState', failure ? String(failure.sqlState || 'none') : ''],
      ['vendor code', failure ? String(failure.vendorCode || 0) : ''],
      ['key named', failure ? known(failure.named) : ''],
      ['transaction', cell.transactionWords || ''],
      ['commit', cell.commitWords || ''],
      ['rows left', (cell.rows || []).join(', ')],
      ['statements', String(cell.statements || 0)],
    ]);
  }

  function differences(one, other) {
    const [left, right] = [aspects(one), aspects(other)];
    const names = [...left.keys()].filter(name => left.get(name) !== right.get(name));
    return names.includes('outcome') || names.some(name => name !== 'statements' && name !== 'vendor code') ? names : [];
  }

  function textOf(scenario, row) {
    return [scenario.name, scenario.question, scenario.groupTitle, ...row.map(cell =>
        [cell.words, cell.reason, failureOf(cell)?.sqlState, failureOf(cell)?.message, failureOf(cell)?.type].join(' ')),
    ].join(' ').toLowerCase();
  }

  function draw() {
    const columns = chosen();
    const paired = columns[0]?.paired;
    const wanted = find('text').value.trim().toLowerCase();
    const group = find('group').value;
    const head = make('tr', {}, make('th', {scope: 'col'}, 'Scenario'), columns.map(column =>
        make('th', {scope: 'col'}, column.engine, make('small', {},
            paired ? `by ${column.path}, ` : '', short(engines.get(column.engine))))));
    const bodies = [];
    let shown = 0;
    for (const scenario of report.scenarios) {
      const row = columns.map(column => cellAt(scenario.name, column.engine, column.path));
      const differing = paired ? differences(row[0], row[1]) : [];
      if ((group && scenario.group !== group) || (paired && differing.length === 0)
          || (wanted && !textOf(scenario, row).includes(wanted))) {
        continue;
      }
      shown++;
      if (bodies.at(-1)?.dataset.group !== scenario.group) {
        const body = make('tbody', {className: 'group'}, make('tr', {},
            make('th', {scope: 'rowgroup', colSpan: columns.length + 1}, make('span', {}, scenario.groupTitle))));
        body.dataset.group = scenario.group;
        bodies.push(body);
      }
      const lines = cell => differing.filter(name => name !== 'outcome')
          .map(name => `${name}: ${aspects(cell).get(name) || '–'}`);
      bodies.at(-1).append(make('tr', {},
          make('th', {scope: 'row'}, scenario.name, make('small', {}, scenario.question)),
          row.map(cell => cellButton(cell, lines(cell)))));
    }
    const table = find('matrix');
    table.querySelectorAll('tbody').forEach(body => body.remove());
    table.tHead.replaceChildren(head);
    table.append(...bodies);
    enter(table);
    table.caption.textContent = paired
        ? `Where ${columns[0].engine} by ${columns[0].path} and ${columns[1].engine} by ${columns[1].path} differ`
        : `What each engine does, reached by ${columns[0].path}; each cell opens to its statements and errors, and the arrow keys move between cells`;
    find('count').textContent = `${shown} of ${report.scenarios.length} scenarios`;
  }

  // ---- the keyboard --------------------------------------------------------------------------------------------

  const STEPS = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]};

  /** Makes one cell of a table the one that the tabulator key reaches; the arrow keys reach the others. */
  function enter(table) {
    const first = table.querySelector('td.cell button');
    if (first && !table.querySelector('td.cell button[tabindex="0"]')) {
      first.tabIndex = 0;
    }
  }

  function moveBetweenCells(table) {
    table.addEventListener('focusin', event => {
      if (event.target.closest('td.cell')) {
        table.querySelectorAll('td.cell button[tabindex="0"]').forEach(button => button.tabIndex = -1);
        event.target.tabIndex = 0;
      }
    });
    table.addEventListener('keydown', event => {
      const step = STEPS[event.key];
      const cell = event.target.closest('td.cell');
      if (!step || !cell) {
        return;
      }
      const rows = [...table.rows].filter(row => row.querySelector('td.cell'));
      const row = rows[rows.indexOf(cell.parentElement) + step[0]];
      const next = row?.cells[cell.cellIndex + step[1]]?.querySelector('button');
      if (next) {
        event.preventDefault();
        next.focus();
        next.scrollIntoView({block: 'nearest', inline: 'nearest'});
      }
    });
  }

  const short = engine => engine.reason ? `not run: ${engine.reason}` : engine.version.replace(/^(.*?\d+\.[\d.]+).*/, '$1');

  // ---- one cell ------------------------------------------------------------------------------------------------

  const KNOWN = {TYPED: 'by a method of the exception', IN_TEXT: 'in the message', NO: 'not reported'};
  const known = value => KNOWN[value] || '';

  function terms(pairs) {
    return make('dl', {}, pairs.filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]));
  }

  function errorOf(failure) {
    return make('div', {className: 'error'},
        make('pre', {}, failure.message),
        terms([
          ['exception', make('code', {}, failure.type)],
          ['SQL exception', failure.sqlType === failure.type ? '' : make('code', {}, failure.sqlType || 'none')],
          ['SQLState', failure.sqlState || 'none'],
          ['vendor code', String(failure.vendorCode || 0)],
          ['constraint', failure.constraint],
          ['key\u2019s name', known(failure.named)],
          ['values', known(failure.values)],
          ['reports a constraint violation', failure.integrity ? 'yes' : 'no'],
        ]));
  }

  function stepOf(step, several) {
    return make('li', {},
        several ? `session ${step.session}: ` : '', step.operation,
        step.waited ? make('small', {}, ' (waited for the other session)') : null,
        (step.sent || []).map(sql => make('pre', {}, sql)),
        step.failure ? errorOf(step.failure) : null);
  }

  function detailsOf(cell) {
    const scenario = scenarios.get(cell.scenario);
    const several = (cell.steps || []).some(step => step.session === 2);
    return [
      make('p', {}, scenario?.question || ''),
      make('p', {className: `mark ${cell.mark}`}, cell.words),
      cell.reason ? make('pre', {}, cell.reason) : null,
      terms([
        ['engine', engines.get(cell.engine)?.version],
        ['transaction afterwards', cell.transactionWords],
        ['commit afterwards', cell.commitWords],
        ['rows left', (cell.rows || []).join(', ') || (cell.steps ? 'none' : '')],
        ['orphans', cell.steps ? (cell.orphans < 0 ? 'not counted' : String(cell.orphans || 0)) : ''],
        ['statements, round trips', cell.steps ? `${cell.statements || 0}, ${cell.roundTrips || 0}` : ''],
        ['time', cell.ratio ? `${cell.ratio.toFixed(2)} × plain JDBC on this engine` : ''],
      ]),
      cell.steps ? make('h3', {}, 'Steps') : null,
      cell.steps ? make('ol', {id: 'steps'}, cell.steps.map(step => stepOf(step, several))) : null,
      scenario ? make('details', {}, make('summary', {}, 'Tables and initial rows'),
          make('pre', {}, [...(scenario.tables || []), ...(scenario.rows || [])].join('\n'))) : null,
      cells.get(keyOf(cell)) === cell ? make('p', {}, make('a', {href: `#${keyOf(cell)}`}, 'Link to this cell')) : null,
    ];
  }

  function open(cell) {
    find('cell-title').textContent = `${cell.scenario} · ${cell.engine} · ${cell.path}`;
    find('cell-body').replaceChildren(...detailsOf(cell).filter(part => part));
    if (!find('cell').open) {
      find('cell').showModal();
    }
    find('cell').scrollTop = 0;
    if (cells.get(keyOf(cell)) === cell) {
      history.replaceState(null, '', `#${keyOf(cell)}`);
    }
  }

  function openLinked() {
    const cell = cells.get(decodeURIComponent(location.hash.slice(1)));
    if (cell) {
      document.querySelector(`input[name=path][value="${cell.path}"]`).checked = true;
      draw();
      open(cell);
    }
  }

  // ---- charts --------------------------------------------------------------------------------------------------

  /** The figures of an engine, over the scenarios that every path ran to the same verdict. */
  function figures(engine) {
    const rows = report.scenarios.map(scenario => report.paths.map(path => cellAt(scenario.name, engine, path)))
        .filter(row => row.every(cell => cell.steps && cell.ratio && cell.verdict === row[0].verdict));
    return report.paths.map((path, at) => ({
      scenarios: rows.length,
      statements: sum(rows.map(row => row[at].statements || 0)),
      roundTrips: sum(rows.map(row => row[at].roundTrips || 0)),
      ratio: median(rows.map(row => row[at].ratio)),
    }));
  }

  const sum = numbers => numbers.reduce((total, number) => total + number, 0);

  function median(numbers) {
    const sorted = [...numbers].sort((one, other) => one - other);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : ((sorted[middle - 1] || 0) + (sorted[middle] || 0)) / 2;
  }

  function drawCharts() {
    const rows = report.engines.filter(engine => !engine.reason).map(engine => [engine.name, figures(engine.name)])
        .filter(([, columns]) => columns[0].scenarios > 0);
    const ink = getComputedStyle(document.body).color;
    const colours = ['#4c78a8', '#e07b39', '#5b9e5f', '#9a6fb0'];
    const chart = (id, title, value) => new Chart(find(id), {
      type: 'bar',
      data: {
        labels: rows.map(([name]) => name),
        datasets: report.paths.map((path, at) => ({
          label: path, data: rows.map(([, columns]) => columns[at][value]), backgroundColor: colours[at % colours.length],
        })),
      },
      options: {
        animation: false, maintainAspectRatio: false, color: ink,
        plugins: {title: {display: true, text: title, color: ink}},
        scales: {
          x: {ticks: {color: ink}, grid: {display: false}},
          y: {ticks: {color: ink}, beginAtZero: true, grid: {color: 'rgba(128,128,128,.3)'}},
        },
      },
    });
    chart('statements', 'Statements sent, in all', 'statements');
    chart('times', 'Time, median of the ratios to plain JDBC, which runs first, before warm-up', 'ratio');
    find('figures').replaceChildren(
        make('thead', {}, make('tr', {}, ['Engine', 'Scenarios', ...report.paths.flatMap(path =>
            [`${path}: statements`, 'round trips', 'time'])].map(title => make('th', {scope: 'col'}, title)))),
        make('tbody', {}, rows.map(([name, columns]) => make('tr', {},
            make('th', {scope: 'row'}, name), make('td', {className: 'number'}, String(columns[0].scenarios)),
            columns.flatMap(one => [String(one.statements), String(one.roundTrips), one.ratio.toFixed(2)])
                .map(value => make('td', {className: 'number'}, value))))));
  }

  // ---- running live --------------------------------------------------------------------------------------------

  function setUpLive() {
    const live = report.live;
    find('live').hidden = false;
    const choices = {engines: live.engines, paths: report.paths, scenarios: [...scenarios.keys()]};
    for (const [name, values] of Object.entries(choices)) {
      find(`live-${name}`).append(...values.map((value, at) => make('option', {selected: at === 0}, value)));
    }
    const form = document.querySelector('#live form');
    let running = null;
    const submit = form.querySelector('[type=submit]');
    // one that is disabled would lose the focus
    const disable = (button, isDisabled) => button.setAttribute('aria-disabled', isDisabled);
    find('live-stop').addEventListener('click', () => running?.abort());
    find('live-clear').addEventListener('click', clearResults);
    form.addEventListener('submit', async event => {
      event.preventDefault();
      if (submit.ariaDisabled === 'true') {
        return;
      }
      running = new AbortController();
      disable(submit, true);
      disable(find('live-stop'), false);
      try {
        await runLive(live, running.signal);
      } catch (e) {
        find('live-progress').textContent = e.name === 'AbortError' ? 'Stopped.' : String(e.message);
      } finally {
        disable(submit, false);
        disable(find('live-stop'), true);
      }
    });
  }

  async function runLive(live, signal) {
    const body = {};
    for (const name of ['engines', 'paths', 'scenarios']) {
      body[name] = [...find(`live-${name}`).selectedOptions].map(option => option.value);
    }
    const bar = find('live-bar');
    bar.max = body.engines.length * body.paths.length * body.scenarios.length || 1;
    bar.value = 0;
    bar.hidden = false;
    find('live-progress').textContent = 'Starting …';
    const answer = await fetch(live.url, {
      method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body), signal,
    });
    if (!answer.ok) {
      bar.hidden = true;
      throw new Error((await answer.json()).detail);
    }
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split('\n');
      rest = lines.pop();
      lines.filter(line => line).map(line => JSON.parse(line)).forEach(event => {
        find('live-progress').textContent = event.message;
        if (event.cell) {
          bar.value++;
          addResult(event.cell);
        }
      });
    }
    bar.value = bar.max;
  }

  /** Adds a result to the table, where it stays until the table is cleared. */
  function addResult(cell) {
    const table = find('live-results');
    if (!table.tHead) {
      table.append(make('thead', {}, make('tr', {}, ['Scenario', 'Engine, path', 'Outcome']
          .map(title => make('th', {scope: 'col'}, title)))), make('tbody'));
      moveBetweenCells(table);
    }
    table.tBodies[0].prepend(make('tr', {}, make('th', {scope: 'row'}, cell.scenario),
        make('td', {}, `${cell.engine}, ${cell.path}`), cellButton(cell)));
    enter(table);
    find('live-table').hidden = false;
    find('live-clear').hidden = false;
  }

  function clearResults() {
    document.querySelector('#live [type=submit]').focus(); // the button that has it goes
    find('live-results').tBodies[0].replaceChildren();
    find('live-table').hidden = true;
    find('live-clear').hidden = true;
    find('live-bar').hidden = true;
    find('live-progress').textContent = '';
  }

  // ---- all of it -----------------------------------------------------------------------------------------------

  function setUp() {
    const ran = report.engines.filter(engine => !engine.reason).length;
    find('about').append(`${report.scenarios.length} scenarios on ${ran} engines, reached by ${report.paths.join(', ')}. `
        + `Run on ${report.date} (${report.platform}), each scenario timed ${report.repetitions} \u00d7. Generated, never edited: `, make('code', {}, report.command), '.');
    find('findings').hidden = !report.findings;
    find('findings').querySelector('ol').append(...(report.findings || []).map(finding => make('li', {}, finding.sentence + ' ',
        finding.cells.map(key => make('a', {href: `#${key}`}, key.replaceAll('--', ' · '))))));
    report.paths.forEach((path, at) => find('paths').append(make('label', {},
        make('input', {type: 'radio', name: 'path', value: path, checked: at === 0, defaultChecked: at === 0}), ` ${path} `)));
    for (const [group, title] of new Map(report.scenarios.map(scenario => [scenario.group, scenario.groupTitle]))) {
      find('group').append(make('option', {value: group}, title));
    }
    for (const list of [find('one'), find('other')]) {
      report.paths.forEach(path => report.engines.forEach(engine =>
          list.append(make('option', {value: `${engine.name}--${path}`}, `${engine.name} by ${path}`))));
    }
    find('legend').append(...report.legend.map(([mark, words]) => make('li', {className: mark}, words)));
    find('text').addEventListener('input', draw);
    // the text field also fires this when a click on a cell takes its focus; the table must not change under the click
    find('view').addEventListener('change', event => event.target === find('text') || draw());
    find('view').addEventListener('reset', () => setTimeout(draw));
    find('view').addEventListener('submit', event => event.preventDefault());
    find('cell').addEventListener('close', () => history.replaceState(null, '', location.pathname + location.search));
    window.addEventListener('hashchange', openLinked);
    moveBetweenCells(find('matrix'));
    draw();
    drawCharts();
    if (report.live) {
      setUpLive();
    }
    openLinked();
  }

  setUp();
})();
