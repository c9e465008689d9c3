// What people really send: a clear sentence, what was typed stays, never a 500.
import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';
import { Client, errorWords, filled, mainText, readForm } from '../lib/client.mjs';
import { Counter, DESK, PERSON } from '../lib/counter.mjs';

/** The page says what is wrong in words and holds on to what was typed. */
function assertRefused(answer, what, words, typed) {
  expect(answer.status, what, 422);
  expect(errorWords(answer.text), what, words);
  for (const [name, value] of readForm(answer.text, DESK)) if (typed[name] !== undefined) expect(value, `${what}: ${name} stays`, typed[name]);
}

test('every field a clerk fills wrong says what to do and keeps what was typed', async (t) => {
  const counter = await Counter.open(t.server.url);
  const cases = [
    ['an identity number of a future year', { number: '040330012345' }, /ở tương lai/],
    ['an identity number cut short', { number: '04019001234' }, /./],
    ['an emoji in a name', { name: 'Lô 😀 Thử' }, /chỉ gồm chữ cái/],
    ['a name longer than any', { name: 'Lô '.repeat(500).trim() }, /150 ký tự/],
    ['a phone of letters', { phone: 'gọi tôi' }, /./],
    ['a birthday that never was', { birth: '31/02/1990' }, /./],
    ['a birthday still to come', { birth: '31/12/2999' }, /./],
    ['a procedure nobody knows', { procedure: '9.999999' }, /./],
  ];
  for (const [what, changes, words] of cases) {
    assertRefused(await counter.receive(undefined, changes), what, words, { ...PERSON, ...changes, procedure: undefined, ...('procedure' in changes ? changes : {}) });
  }
  for (const character of ['\u0000', '\u0007', '\u001b', '\u202e']) {
    const answer = await counter.receive(undefined, { name: `Lô ${character}Thử` });
    expect([422, 303].includes(answer.status), `a control character: ${answer.status}`, true);
    if (character !== '\u202e') expect(answer.status, 'a control character', 422);
  }
});

test('a name typed in decomposed letters is the composed name', async (t) => {
  const counter = await Counter.open(t.server.url);
  const name = 'Nguyễn Thị Ngọc';
  const answer = await counter.receive(undefined, { name: name.normalize('NFD') });
  expect(answer.status, 'received', 303);
  expect((await counter.client.get(answer.location)).text.includes(name), 'the receipt shows composed letters', true);
});

test('a double click, a lost answer and a replayed key are one dossier', async (t) => {
  const counter = await Counter.open(t.server.url);
  const once = Counter.key();
  const answers = await Promise.all(Array.from({ length: 8 }, () => counter.receive(once)));
  expect([...new Set(answers.map((a) => a.status))], 'eight clicks', [303]);
  expect(new Set(answers.map((a) => a.location)).size, 'dossiers of eight clicks', 1);
  const other = await counter.receive(once, { name: 'Lô Văn Khác' });
  expect(other.status < 500, `the key with another name: ${other.status}`, true);
  if (other.status === 303) expect(other.location, 'the key with another name', answers[0].location);
});

test('a stale tab is told so, and a form without its key is refused', async (t) => {
  t.declareLog(/request refused .*status=403 code="web\.csrf"/);
  const counter = await Counter.open(t.server.url);
  const { client } = counter;
  const old = await client.get('/quay');
  const bare = await client.post(DESK, counter.fields.filter(([name]) => name !== 'csrf'));
  expect([403, 409, 422].includes(bare.status), `without the hidden key: ${bare.status}`, true);
  expect(mainText(bare.text).length > 20, 'a sentence', true);
  const abroad = await client.post(DESK, counter.fields, { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } });
  expect(abroad.status, 'a form of another site', 403);
  await client.post('/dang-xuat', filled(readForm(old.text, '/dang-xuat'), {}));
  const stale = await counter.receive();
  expect([303, 401, 403].includes(stale.status), `a tab whose session ended: ${stale.status}`, true);
  if (stale.status === 303) expect(stale.location, 'a tab whose session ended leads to the sign-in', /dang-nhap/);
  else expect(mainText(stale.text), 'a sentence', /đăng nhập|tải lại/i);
});

test('two officers with the same dossier open: the second is told, nothing happens twice', async (t) => {
  const counter = await Counter.open(t.server.url);
  const answer = await counter.receive();
  const id = answer.location.split('/').pop();
  const page = await counter.client.get(`/ho-so/${id}`);
  const action = page.text.match(/action="(\/ho-so\/[^"]+\/chuyen)"/)?.[1];
  if (!action) throw new Error(`no hand-over in ${[...page.text.matchAll(/action="([^"]+)"/g)].map((m) => m[1])}`);
  const form = readForm(page.text, action);
  const first = await counter.client.post(action, form);
  expect(first.status, 'the first hand-over', 303);
  const second = await counter.client.post(action, form);
  expect([303, 409, 422].includes(second.status), `the second hand-over: ${second.status}`, true);
  if (second.status !== 303) expect(mainText(second.text).length > 20, 'a sentence', true);
});

/** A zip with one member that unpacks to this many zero bytes. */
function zipBomb(bytes, name = 'word/document.xml') {
  const packed = deflateRawSync(Buffer.alloc(bytes), { level: 9 });
  const file = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(bytes, 18);
  common.writeUInt16LE(file.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, file, packed]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, Buffer.alloc(14), file]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

const PHOTO = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q==',
  'base64',
);

test('files that are empty, huge, bombs or not what they say are refused by name; the good one stays', async (t) => {
  t.declareLog(/request refused .*status=413/);
  const client = await new Client(t.server.url).signIn('congdan');
  const start = await client.get('/nop/bat-dau?thu-tuc=1.001193&truong-hop=ordinary');
  const begun = await client.post('/nop', readForm(start.text, '/nop'));
  const papers = `${begun.location.replace(/\/ma-giu$/, '')}/giay-to`;
  const show = await client.get(papers);
  const fields = readForm(show.text, papers);
  const box = 'tep';
  const send = (name, bytes, type = 'application/octet-stream') => client.upload(papers, fields, [[box, bytes, name, type]]);
  const good = await send('trang mot.jpg', PHOTO, 'image/jpeg');
  expect([200, 303].includes(good.status), `a good file: ${good.status} ${errorWords(good.text)}`, true);
  const refused = [
    ['trong.pdf', Buffer.alloc(0), 422],
    ['that ra khong phai.pdf', randomBytes(4096), 422],
    ['chuong trinh.jpg', Buffer.concat([Buffer.from('MZ'), randomBytes(4096)]), 422],
    ['bom.docx', zipBomb(400 * 1024 * 1024), 422],
    ['qua lon.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(25 * 1024 * 1024)]), 413],
  ];
  for (const [name, bytes, status] of refused) {
    const answer = await send(name, bytes);
    expect([status, 422].includes(answer.status), `${name}: ${answer.status}`, true);
    expect(`${errorWords(answer.text)} ${mainText(answer.text)}`.includes(answer.status === 413 ? 'MB' : name), `${name} is named or the limit told: ${mainText(answer.text).slice(0, 200)}`, true);
    expect((await client.get(papers)).text.includes('trang mot.jpg'), `the good file stays after ${name}`, true);
  }
  const many = await client.upload(papers, fields, refused.slice(0, 3).map(([name, bytes]) => [box, bytes, name, 'application/pdf']));
  expect(many.status, 'three wrong files at once', 422);
});

test('a page of a draft that does not exist, of another person, or of a wrong name is not found', async (t) => {
  t.declareLog(/request refused .*status=40[134]/);
  const client = await new Client(t.server.url).signIn('congdan');
  const start = await client.get('/nop/bat-dau?thu-tuc=1.001193&truong-hop=ordinary');
  const begun = await client.post('/nop', readForm(start.text, '/nop'));
  const base = begun.location.replace(/\/ma-giu$/, '');
  expect((await client.get(base)).status, 'one’s own draft', 200);
  const stranger = new Client(t.server.url);
  for (const target of [base, `${base}/kiem-tra`, '/nop/00000000-0000-7000-8000-000000000000', '/nop/khong-co']) {
    const answer = await stranger.get(target);
    expect([303, 401, 403, 404].includes(answer.status), `${target} for a stranger: ${answer.status}`, true);
  }
  for (const target of [`${base}/khong-co-trang`, '/nop/khong-co', '/ho-so-cua-toi/khong-co']) {
    expect((await client.get(target)).status, target, 404);
  }
});
