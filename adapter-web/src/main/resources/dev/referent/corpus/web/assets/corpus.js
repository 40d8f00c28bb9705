import {call, click, disable, dropArea, explain, find, good, make} from '/assets/base.js';
import {sampleFiles} from '/assets/sample.js';

const API = '/v0.1/';
const PAGE_SIZE = 10;
const SEARCHED = 2000;
const LARGE_PAGE = 1000;
const SAFE_PAGE = 20; // whatever its records have
const TYPING_MILLIS = 200;
const SLOW_MILLIS = 500;
const SHOWN_IDS = 10;
const AUDIO = /\.(wav|wave|mp3)$/i;
const TEXT = /\.(txt|phonemes|phonemes_and_tones)$/i;
const nounOf = kind => kind === 'audio' ? 'recording' : kind;

const state = {kind: 'utterance', page: 1, pages: 1, text: '', turn: 0};
const known = new Map();

// ---- adding files ------------------------------------------------------------------------------------------------

/** Stores a file and returns its record. */
async function store(file) {
  const audio = AUDIO.test(file.name);
  if (!audio && !TEXT.test(file.name)) {
    throw new Error('neither a recording (wav, wave, mp3) nor a transcription (txt, phonemes, phonemes_and_tones)');
  }
  const form = new FormData();
  form.append(audio ? 'audioFile' : 'transcriptionFile', file, file.name);
  const answer = await call('POST', API + (audio ? 'audio' : 'transcription/fromFile'), form);
  return {audio, record: await answer.json()};
}

/** Returns the name of a file, which may be written from right to left. */
const named = name => make('code', {dir: 'auto'}, name);
const baseName = file => file.name.replace(/(.)\.[^.]*$/s, '$1');

/** Groups files by their base name. */
function grouped(files) {
  const groups = new Map();
  for (const file of files) {
    groups.set(baseName(file), [...(groups.get(baseName(file)) || []), file]);
  }
  return groups;
}

let adding = Promise.resolve();
let waiting = 0;

/** Adds files after those that are being added, whose outcomes stay. */
function addFiles(files) {
  if (files.length) {
    if (!waiting) {
      find('uploads').replaceChildren();
    }
    waiting++;
    adding = adding.then(() => addAll(files)).finally(() => waiting--);
  }
  return adding;
}

async function addAll(files) {
  const progress = find('progress');
  const outcomes = find('uploads');
  progress.hidden = false;
  progress.max = files.length;
  progress.value = 0;
  let stored = 0;
  const advance = file => {
    progress.value++;
    find('upload-status').textContent = `${progress.value} of ${files.length} files: ${file.name}`;
  };
  for (const [name, group] of grouped(files)) {
    const records = [];
    for (const file of group) {
      try {
        records.push(await store(file));
        stored++;
      } catch (e) {
        outcomes.append(make('li', {}, named(file.name), explain(e)));
      }
      advance(file);
    }
    await pairAll(name, records, outcomes);
  }
  find('upload-status').textContent = `${stored} of ${files.length} files are stored.`;
  await changed();
}

/** Pairs each recording of a group with each transcription. */
async function pairAll(name, records, outcomes) {
  const audios = records.filter(one => one.audio);
  const transcriptions = records.filter(one => !one.audio);
  for (const audio of audios) {
    for (const transcription of transcriptions) {
      try {
        const pair = await pairUp(audio.record.id, transcription.record.id);
        outcomes.append(make('li', {}, good(named(name), ` is utterance ${pair.id}.`)));
      } catch (e) {
        outcomes.append(make('li', {}, named(name), explain(e)));
      }
    }
  }
  if (records.length && (!audios.length || !transcriptions.length)) {
    outcomes.append(make('li', {}, good(named(name), audios.length
        ? ' is stored; no transcription has its name, so nothing is paired.'
        : ' is stored; no recording has its name, so nothing is paired.')));
  }
}

/** Returns the integer of a field, which a number may not hold, or which is written as 1e3. */
const integer = digits => BigInt(/^-?[0-9]+$/.test(digits) ? digits : Number(digits));

async function pairUp(audioId, transcriptionId) {
  return (await call('POST', `${API}utterance`, `{"audioId": ${audioId}, "transcriptionId": ${transcriptionId}}`)).json();
}

// ---- the lists ---------------------------------------------------------------------------------------------------

const COLUMNS = {
  utterance: ['Id', 'Recording', 'Transcription', ''],
  audio: ['Id', 'Name', 'Listen', 'In utterances', ''],
  transcription: ['Id', 'Name', 'Text', 'In utterances', ''],
};

/** Returns a record, or null if it does not exist. Each is read once until something changes. */
function record(kind, id) {
  const key = `${kind}/${id}`;
  if (!known.has(key)) {
    known.set(key, call('GET', API + key).then(answer => answer.json()).catch(e => {
      if (e.problem?.status !== 404) {
        known.delete(key); // whether it exists is not known
        throw e;
      }
      return null;
    }));
  }
  return known.get(key);
}

function remember(kind, records) {
  records.forEach(one => known.set(`${kind}/${one.id}`, Promise.resolve(one)));
}

const player = audio => make('audio', {controls: true, preload: 'none', src: audio.url, ariaLabel: audio.file_info.name});
const text = words => make('span', {className: 'text', dir: 'auto'}, words.replace(/^(.{300}).+/su, '$1 …'));
const missing = (noun, id) => make('span', {className: 'badge bad'}, `${noun} ${id} does not exist`);

/** Returns the ids of the utterances that use a record, which itself has only the first of many. */
function used({in_utterances: ids, in_utterances_total: total = ids.length}) {
  return ids.length ? ids.slice(0, SHOWN_IDS).join(', ') + (total > SHOWN_IDS ? ` and ${total - SHOWN_IDS} more` : '') : 'none';
}

async function cells(kind, one) {
  if (kind === 'audio') {
    return [text(one.file_info.name), player(one), used(one)];
  }
  if (kind === 'transcription') {
    return [text(one.name), text(one.text), used(one)];
  }
  const [audio, transcription] = await Promise.all([record('audio', one.audio), record('transcription', one.transcription)]);
  return [
    audio ? make('div', {}, text(audio.file_info.name), player(audio)) : missing('recording', one.audio),
    transcription ? make('div', {}, text(transcription.text), make('small', {dir: 'auto'}, transcription.name))
        : missing('transcription', one.transcription),
  ];
}

async function row(kind, one) {
  const titles = COLUMNS[kind];
  const remove = make('button', {type: 'button', className: 'small', ariaLabel: `Delete ${nounOf(kind)} ${one.id}`,
    onclick: click(() => removeRecord(kind, one.id))}, 'Delete');
  return make('tr', {},
      make('th', {scope: 'row', data: {label: 'Id'}}, String(one.id)),
      (await cells(kind, one)).map((cell, at) => make('td', {data: {label: titles[at + 1]}}, cell)),
      make('td', {}, remove));
}

async function readPage(kind, number, size) {
  const answer = await call('GET', `${API}${kind}?pageSize=${size}&pageNumber=${number}`);
  const exact = answer.headers.has('X-Total-Count');
  const total = Number(answer.headers.get(exact ? 'X-Total-Count' : 'X-Total-Count-At-Least'));
  return {total, exact, records: await answer.json()};
}

async function readMany(kind) {
  const found = [];
  let total = 1;
  let exact = true;
  let size = LARGE_PAGE;
  while (found.length < Math.min(total, SEARCHED)) {
    let page;
    try {
      page = await readPage(kind, found.length / size + 1, size);
    } catch (e) {
      if (e.problem?.status !== 400 || size === SAFE_PAGE) {
        throw e;
      }
      size = SAFE_PAGE; // the texts are long
      continue;
    }
    ({total, exact} = page);
    found.push(...page.records);
    if (!page.records.length) {
      break;
    }
  }
  return {total, exact, records: found};
}

async function searched(kind, wanted) {
  if (kind === 'utterance') {
    remember('audio', (await readMany('audio')).records);
    remember('transcription', (await readMany('transcription')).records);
  }
  const {total, exact, records} = await readMany(kind);
  const matching = [];
  for (const one of records) {
    const parts = kind === 'utterance'
        ? await Promise.all([record('audio', one.audio), record('transcription', one.transcription)]) : [one];
    const words = parts.map(part => part ? `${part.file_info.name} ${part.name || ''} ${part.text || ''}` : '').join(' ');
    if (words.toLowerCase().includes(wanted)) {
      matching.push(one);
    }
  }
  return {total, exact, of: records.length, records: matching};
}

function counted(number, kind) {
  return `${number} ${nounOf(kind)}${number === 1 ? '' : 's'}`;
}

/** Shows the page of the list; a newer call overtakes an older one. */
async function draw() {
  const turn = ++state.turn;
  const {kind} = state;
  const slow = setTimeout(() => {
    if (turn === state.turn) {
      find('count').textContent = 'Reading …';
    }
  }, SLOW_MILLIS);
  try {
    const wanted = state.text.trim().toLowerCase();
    let {total, exact, of, records} = wanted ? await searched(kind, wanted) : await readPage(kind, state.page, PAGE_SIZE);
    let count = `${exact ? '' : 'at least '}${counted(total, kind)}`;
    if (wanted) {
      const rest = exact ? `the ${total - of}` : 'those';
      count = `${records.length} of ${counted(of, kind)}` + (of < total ? `; ${rest} after them are not searched` : '');
      total = records.length;
      exact = true;
      records = records.slice((state.page - 1) * PAGE_SIZE, state.page * PAGE_SIZE);
    }
    const rows = await Promise.all(records.map(one => row(kind, one)));
    if (turn === state.turn) {
      show(kind, rows, count, Math.max(1, Math.ceil(total / PAGE_SIZE)), exact);
    }
  } catch (e) {
    if (turn !== state.turn) {
      return;
    }
    if (e.problem?.status === 404 && state.page > 1) {
      state.page--; // its last record was deleted
      draw();
    } else {
      showFailure(e);
    }
  } finally {
    clearTimeout(slow);
  }
}

/** Shows why the list could not be read, and no rows, which may be of another list. */
function showFailure(e) {
  const again = make('button', {type: 'button', className: 'small', onclick: click(async () => {
    find('records').parentElement.focus(); // this button goes
    find('in-the-way').replaceChildren();
    await draw();
  })}, 'Read again');
  const shown = explain(e);
  shown.append(make('p', {}, again));
  find('in-the-way').replaceChildren(shown);
  find('records').tHead.replaceChildren();
  find('records').tBodies[0].replaceChildren();
  find('count').textContent = '';
  find('page').textContent = '';
}

function show(kind, rows, count, pages, exact) {
  const table = find('records');
  const hasFocus = table.contains(document.activeElement);
  state.pages = pages;
  table.className = 'stacked';
  table.tHead.replaceChildren(make('tr', {}, COLUMNS[kind].map(title => title
      ? make('th', {scope: 'col'}, title) : make('th', {scope: 'col'}, make('span', {className: 'unseen'}, 'Actions')))));
  table.tBodies[0].replaceChildren(...(rows.length ? rows : [make('tr', {}, make('td', {colSpan: COLUMNS[kind].length},
      state.text ? 'Nothing matches.' : 'Nothing is stored yet.'))]));
  if (hasFocus) {
    table.parentElement.focus(); // the button that had it is gone
  }
  find('count').textContent = count;
  find('page').textContent = `Page ${state.page}` + (exact ? ` of ${pages}` : '');
  disable(find('previous'), state.page <= 1);
  disable(find('next'), state.page >= pages);
}

function changed() {
  known.clear();
  return draw();
}

// ---- deleting ----------------------------------------------------------------------------------------------------

async function removeRecord(kind, id) {
  const noun = nounOf(kind);
  try {
    await call('DELETE', `${API}${kind}/${id}`);
    find('in-the-way').replaceChildren(good(`${noun[0].toUpperCase()}${noun.slice(1)} ${id} is deleted.`));
  } catch (e) {
    const shown = explain(e);
    const utterances = e.problem?.utterances || [];
    if (utterances.length) {
      shown.append(await inTheWay(utterances, kind, id));
    }
    find('in-the-way').replaceChildren(shown);
  }
  await changed();
}

/** Returns which utterances keep a record from being deleted, of which a problem has only the first of many, and a button to delete them. */
async function inTheWay(utterances, kind, id) {
  known.delete(`${kind}/${id}`);
  const total = (await record(kind, id).catch(() => null))?.in_utterances_total || utterances.length;
  const those = utterances.length === 1 ? 'it' : 'these';
  const [words, action] = total > utterances.length
      ? [`In the way: ${total} utterances, of which the first are ${utterances.join(', ')}. `, `Delete these ${utterances.length}`]
      : [`In the way: utterance ${utterances.join(', ')}. `, `Delete ${those} and ${nounOf(kind)} ${id}`];
  return make('p', {}, words, make('button', {
    type: 'button', className: 'small', onclick: click(() => removeAll(utterances, kind, id)),
  }, action));
}

async function removeAll(utterances, kind, id) {
  find('records').parentElement.focus(); // the button that has it goes
  try {
    for (const utterance of utterances) {
      await call('DELETE', `${API}utterance/${utterance}`);
    }
  } catch (e) {
    find('in-the-way').replaceChildren(explain(e));
    await changed();
    return;
  }
  await removeRecord(kind, id);
}

// ---- all of it ---------------------------------------------------------------------------------------------------

function setUpFiles() {
  dropArea(find('drop'), addFiles);
  find('files').addEventListener('change', event => {
    const files = [...event.target.files];
    event.target.value = '';
    addFiles(files);
  });
}

function setUp() {
  setUpFiles();
  find('sample').addEventListener('click', click(() => addFiles(sampleFiles())));
  const pair = find('pair');
  pair.addEventListener('submit', event => event.preventDefault());
  pair.querySelector('button').addEventListener('click', click(async () => {
    if (!pair.reportValidity()) {
      return;
    }
    const form = new FormData(pair);
    try {
      const added = await pairUp(integer(form.get('audioId')), integer(form.get('transcriptionId')));
      find('pair-outcome').replaceChildren(good(`They are utterance ${added.id}.`));
      changed();
    } catch (e) {
      find('pair-outcome').replaceChildren(explain(e));
    }
  }));
  const view = find('view');
  view.addEventListener('submit', event => event.preventDefault());
  let typing;
  const clear = () => find('in-the-way').replaceChildren(); // what it says is of another view
  view.addEventListener('input', event => {
    clear();
    state.kind = view.elements.kind.value;
    state.text = view.elements.text.value;
    state.page = 1;
    clearTimeout(typing);
    typing = setTimeout(draw, event.target.name === 'text' ? TYPING_MILLIS : 0); // a search reads long lists
  });
  const turn = by => () => {
    clear();
    state.page = Math.min(Math.max(state.page + by, 1), state.pages);
    draw();
  };
  find('previous').addEventListener('click', turn(-1));
  find('next').addEventListener('click', turn(1));
  draw();
}

setUp();
