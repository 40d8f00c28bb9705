/** The sample corpus: tones as they are spoken, high or low, and what they transcribe. */

const RATE = 16000;
const SECONDS = 0.32;
const PITCH = {high: 220, low: 147};

const SAMPLES = [
  ['high-low', ['high', 'low'], 'á à'],
  ['low-high', ['low', 'high'], 'à á'],
  ['high-low-high', ['high', 'low', 'high'], 'ɓá ŋ̀ kɛ́'],
];

/** Returns the samples of a vowel-like sound: three harmonics that fade in and out. */
function syllable(tone) {
  const length = Math.round(RATE * SECONDS);
  return Array.from({length}, (_, at) => {
    const time = at / RATE;
    const fade = Math.sin(Math.PI * at / length);
    const wave = [1, 0.5, 0.25].reduce((sum, part, n) => sum + part * Math.sin(2 * Math.PI * PITCH[tone] * (n + 1) * time), 0);
    return Math.round(9000 * fade * wave);
  });
}

/** Returns a WAV file: 16 bits, mono (RIFF WAVE, Multimedia Programming Interface 1.0). */
function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + 2 * samples.length));
  const word = (at, letters) => [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  word(0, 'RIFF');
  view.setUint32(4, 36 + 2 * samples.length, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, 2 * RATE, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, 2 * samples.length, true);
  samples.forEach((sample, at) => view.setInt16(44 + 2 * at, sample, true));
  return view.buffer;
}

/** Returns the files, a recording and its transcription each. */
export function sampleFiles() {
  return SAMPLES.flatMap(([name, tones, text]) => [
    new File([wav(tones.flatMap(syllable))], `${name}.wav`, {type: 'audio/wav'}),
    new File([text], `${name}.txt`, {type: 'text/plain'}),
  ]);
}
