// An operator's day: a new province, its first administrator, contradictions, packs, backups under load, TLS before it.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';
import { freePort, startServer } from '../lib/server.mjs';
import { unclean } from '../lib/log.mjs';
import { Client, filled, mainText, readForm } from '../lib/client.mjs';
import { Counter } from '../lib/counter.mjs';
import { newFolder, remove, sampleFolder } from '../lib/places.mjs';
import { HOST, startProxy } from '../lib/proxy.mjs';
import { tinhso } from '../lib/command.mjs';

const packs = path.resolve(import.meta.dirname, '../../../packs');

function assertCleanLog(server, declared = []) {
  const found = unclean(server.log(), declared);
  if (found.length > 0) throw new Error(`the log:\n${found.slice(0, 10).join('\n')}`);
}

async function assertStopped(server) {
  const { problem } = await server.stop({ keep: true });
  expect(problem ?? '', 'SIGTERM', '');
}

test('settings that contradict each other are refused at start, each with its key named', async () => {
  const folder = newFolder('contradictions');
  const data = ['--data', path.join(folder, 'data')];
  const file = (text) => {
    const at = path.join(folder, 'tinhso.toml');
    writeFileSync(at, text);
    return ['--config', at];
  };
  const sample = ['serve', '--sample', 'nghe-an', ...data];
  const cases = [
    ['listen', [...sample, '--listen', '0.0.0.0:0']],
    ['public_url', [...sample, '--public-url', `https://${HOST}`]],
    ['behind_proxy', sample, { TINHSO_BEHIND_PROXY: 'true' }],
    ['database', [...sample, '--database', `sqlite:${folder}/data/tinhso.db`]],
    ['behind_proxy', ['serve', ...data, '--public-url', `https://${HOST}`]],
    ['public_url', ['serve', ...data], { TINHSO_BEHIND_PROXY: 'true' }],
    ['public_url', ['serve', ...data, '--public-url', `http://${HOST}`]],
    ['listen', ['serve', ...data, '--listen', '0.0.0.0:8080']],
    ['listen', ['serve', ...data, '--listen', 'here']],
    ['database', ['serve', ...data, '--database', 'mysql://x']],
    ['database_schema', ['serve', ...data], { TINHSO_DATABASE_SCHEMA: 'x' }],
    ['secret_file', ['serve', ...data], { TINHSO_SECRET: 'x'.repeat(32), TINHSO_SECRET_FILE: '/x' }],
    ['secret', ['serve', ...data], { TINHSO_SECRET: 'short' }],
    ['secret', ['check', ...data, ...file('secret = "in a file that people copy around"\n')]],
    ['colour', ['check', ...data, ...file('colour = "red"\n')]],
    ['workers', ['check', ...data, ...file('workers = "two"\n')]],
    ['config', ['check', ...data, ...file('listen = \n')]],
    ['config', ['check', ...data, '--config', path.join(folder, 'nowhere.toml')]],
  ];
  for (const [key, args, env] of cases) {
    if (args.includes('--config') && args[0] === 'check') {
      const text = { secret: 'secret = "in a file that people copy around"\n', colour: 'colour = "red"\n', workers: 'workers = "two"\n', config: 'listen = \n' }[key];
      file(text);
    }
    const { code, said } = await tinhso(args, { env, limitMs: 10_000 });
    expect(code, `${args.join(' ')}: ${said}`, 2);
    expect(new RegExp(`^  ${key}: \\S`, 'm').test(said), `${key} is named: ${said}`, true);
  }
  for (const args of [['frob'], ['serve', '--frob'], ['backup'], []]) {
    const { code, said } = await tinhso(args, { limitMs: 10_000 });
    expect(code, `${args.join(' ')}: ${said}`, 2);
    expect(said, 'help is pointed to', /tinhso --help/);
  }
  remove(folder);
});

test(
  'an empty province begins with one administrator, whose link works once',
  async (t) => {
    const data = newFolder('production');
    const at = ['--data', data];
    let server;
    try {
      expect((await tinhso(['check', ...at])).said, 'check before', /tinhso admin init/);
      expect((await tinhso(['serve', ...at])).code, 'serve before', 1);
      const port = await freePort();
      const env = { TINHSO_LISTEN: `127.0.0.1:${port}` };
      const first = await tinhso(['admin', 'init', '--province', '40', ...at], { env });
      expect(first.code, first.said, 0);
      const made = await tinhso(['admin', 'init', '--province', '40', ...at], { env });
      const link = made.said.match(/\/lien-ket\/\S+/)?.[0];
      expect(Boolean(link), `a second link while nobody came: ${made.said}`, true);
      expect((await tinhso(['admin', 'init', '--province', '14', ...at], { env })).code, 'another province in the same folder', 1);
      expect((await tinhso(['migrate', ...at])).code, 'migrate', 0);
      const check = await tinhso(['check', ...at]);
      expect(check.code, check.said, 0);
      expect(statSync(path.join(data, 'tinhso.db')).mode & 0o077, 'others read the database', 0);

      for (const args of [['serve', '--sample', 'nghe-an', ...at]]) expect((await tinhso(args)).said, 'a sample over it', /^  data: /m);
      const sample = await sampleFolder(t.out);
      expect((await tinhso(['serve', ...['--data', sample]])).code, 'serving a sample as a province', 1);
      expect((await tinhso(['admin', 'init', '--province', '40', '--data', sample])).code, 'a province over a sample', 1);
      remove(sample);

      for (const pack of ['vietnam', 'nghe-an']) {
        const answer = await tinhso(['pack', 'check', path.join(packs, pack), ...at]);
        expect(answer.code, answer.said, 0);
      }
      const again = await tinhso(['pack', 'install', path.join(packs, 'vietnam'), ...at]);
      expect(again.code, again.said, 0);
      const broken = path.join(data, 'broken-pack');
      mkdirSync(broken);
      writeFileSync(path.join(broken, 'pack.toml'), 'format = 1\n');
      const wrong = await tinhso(['pack', 'check', broken, ...at]);
      expect(wrong.code, wrong.said, 1);
      expect((await tinhso(['pack', 'install', broken, ...at])).code, 'installing a broken pack', 1);

      server = await startServer({ out: t.out, data, sample: null, name: 'production' });
      const client = new Client(server.url);
      expect((await client.get('/')).text.includes('dung-thu-2026'), 'sample passwords', false);
      expect((await client.get('/dang-nhap')).text.includes('Tài khoản mẫu'), 'sample accounts', false);
      const page = await client.get(link);
      expect(page.status, mainText(page.text), 200);
      const person = { name: 'Trần Thử Việc', login: 'quan.tri', password: 'mot mat khau that dai 9', again: 'mot mat khau that dai 9' };
      const short = await client.post(link, filled(readForm(page.text, link), { ...person, password: 'ngan', again: 'ngan' }));
      expect(short.status, 'a short password', 422);
      const taken = await client.post(link, filled(readForm(short.text, link), person));
      expect(taken.status, mainText(taken.text), 303);
      const late = await new Client(server.url).get(link);
      expect([404, 409, 410, 422].includes(late.status), `the link a second time: ${late.status}`, true);
      const admin = await new Client(server.url).signIn(person.login, person.password);
      expect((await admin.get('/quan-tri/tai-khoan')).status, 'the administrator administers', 200);
      expect((await tinhso(['admin', 'init', '--province', '40', ...at], { env })).code, 'a link once somebody came', 1);
      await assertStopped(server);
      assertCleanLog(server, [/request refused .*status=4\d\d/]);
      server = undefined;
    } finally {
      await server?.kill();
      remove(data);
    }
  },
  { timeoutMs: 120_000 },
);

test(
  'a backup taken under load is whole: restored elsewhere it serves the same dossiers and counts on',
  async (t) => {
    const data = await sampleFolder(t.out);
    const folder = newFolder('backup');
    let server;
    let restored;
    try {
      server = await startServer({ out: t.out, data, name: 'backed-up' });
      const counter = await Counter.open(server.url);
      const before = [];
      for (let i = 0; i < 5; i += 1) before.push((await counter.receive()).location);
      let stopped = false;
      const during = [];
      const load = Promise.all(Array.from({ length: 16 }, async () => {
        while (!stopped) during.push(await counter.receive());
      }));
      while (during.length < 16) await new Promise((done) => setTimeout(done, 10));
      const backup = path.join(folder, 'b');
      const taken = await tinhso(['backup', backup, '--data', data]);
      stopped = true;
      await load;
      expect(taken.code, taken.said, 0);
      expect([...new Set(during.map((a) => a.status))], 'answers while it was taken', [303]);
      const after = (await counter.receive()).location;
      expect((await tinhso(['backup', backup, '--data', data])).code, 'over another backup', 1);
      expect((await tinhso(['restore', backup, '--data', data])).code, 'over a province', 1);

      const elsewhere = path.join(folder, 'restored');
      const back = await tinhso(['restore', backup, '--data', elsewhere]);
      expect(back.code, back.said, 0);
      // A fresh machine: the backup holds no key, and the command says what that means.
      expect(back.said, 'a restore without the key', /không giữ khóa bí mật.*đăng nhập lại, dữ liệu không mất/);
      restored = await startServer({ out: t.out, data: elsewhere, name: 'restored' });
      const there = await Counter.open(restored.url);
      for (const location of before) expect(await there.code(location), location, await counter.code(location));
      expect((await there.client.get(after)).status, 'a dossier of after the backup', 404);
      const codes = (await Promise.all(during.map(async ({ location }) => [location, (await there.client.get(location)).status])));
      const kept = codes.filter(([, status]) => status === 200).map(([location]) => location);
      const numbers = await Promise.all([...before, ...kept].map(async (location) => Number((await there.code(location)).split('-').pop())));
      const next = Number((await there.code((await there.receive()).location)).split('-').pop());
      expect(next, 'the next number after the restored ones', Math.max(...numbers) + 1);
      await assertStopped(restored);
      await assertStopped(server);
      assertCleanLog(server);
      assertCleanLog(restored, [/request refused .*status=404/]);
      console.log(`       ${during.length} received meanwhile, ${kept.length} of them in the backup`);
    } finally {
      await server?.kill();
      await restored?.kill();
      remove(data);
      remove(folder);
    }
  },
  { timeoutMs: 120_000 },
);

test('a damaged backup is not restored', async (t) => {
  const data = await sampleFolder(t.out);
  const folder = newFolder('damaged');
  try {
    const backup = path.join(folder, 'b');
    expect((await tinhso(['backup', backup, '--data', data])).code, 'backup', 0);
    const manifest = path.join(backup, 'manifest.json');
    writeFileSync(manifest, '{"format":1}');
    expect((await tinhso(['restore', backup, '--data', path.join(folder, 'r')])).code, 'a broken manifest', 1);
    expect((await tinhso(['restore', folder, '--data', path.join(folder, 'r')])).code, 'no manifest', 1);
  } finally {
    remove(data);
    remove(folder);
  }
});

/** 25 MB pass the proxy, and whoever is refused in the middle of them reads our page, not a 502 of nginx. */
async function assertEarlyRefusalsArrive(proxy) {
  const body = Buffer.concat([
    Buffer.from('--limit\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nx\r\n--limit\r\nContent-Disposition: form-data; name="tep"; filename="a.pdf"\r\n\r\n'),
    Buffer.alloc(25 * 1024 * 1024),
    Buffer.from('\r\n--limit--\r\n'),
  ]);
  const files = { 'content-type': 'multipart/form-data; boundary=limit', origin: `https://${HOST}`, accept: 'text/html' };
  const form = { ...files, 'content-type': 'application/x-www-form-urlencoded' };
  const cases = [
    ['files without a session', '/nop/khong-co/giay-to', files, [401, 403, 404]],
    ['files to an officer’s page', '/quay', files, [401, 405]],
    ['a form that is too large', '/dang-nhap', form, [413]],
    ['a form of another site', '/dang-nhap', { ...form, origin: 'https://evil.example' }, [403]],
    ['a body of another type', '/dang-nhap', { ...form, 'content-type': 'text/plain' }, [422]],
    ['nowhere', '/khong-co', files, [404, 405]],
  ];
  for (const [what, target, headers, statuses] of cases) {
    for (let again = 0; again < 3; again += 1) {
      const answer = await proxy.ask(target, { method: 'POST', body, headers });
      expect(statuses.includes(answer.status), `${what}: ${answer.status} ${mainText(answer.text).slice(0, 200)}`, true);
      expect(answer.text.includes('<main id="main"'), `${what}: our own page`, true);
    }
  }
  expect(/too large body/.test(proxy.errorLog()), 'nginx refuses 25 MB by itself', false);
  expect(/prematurely closed|reset by peer|Broken pipe/.test(proxy.errorLog()), `nginx lost an answer: ${proxy.errorLog()}`, false);
}

test(
  'behind nginx as in the handbook: https cookies, HSTS, the client’s own address, early refusals of 25 MB arrive as our pages',
  async (t) => {
    const data = newFolder('tls');
    let server;
    let proxy;
    try {
      const init = await tinhso(['admin', 'init', '--province', '40', '--data', data], { env: { TINHSO_PUBLIC_URL: `https://${HOST}`, TINHSO_BEHIND_PROXY: 'true' } });
      expect(init.code, init.said, 0);
      const link = init.said.match(new RegExp(`https://${HOST}(/lien-ket/\\S+)`))?.[1];
      expect(Boolean(link), `the link is of the public address: ${init.said}`, true);
      for (const pack of ['nghe-an', 'danh-muc', 'khai-sinh']) {
        const installed = await tinhso(['pack', 'install', path.join(packs, pack), '--data', data]);
        expect(installed.code, `${pack}: ${installed.said}`, 0);
      }
      const env = { TINHSO_BEHIND_PROXY: 'true' };
      server = await startServer({ out: t.out, data, sample: null, name: 'tls', args: ['--public-url', `https://${HOST}`], env });
      proxy = await startProxy(server.port);
      if (!proxy) {
        console.log('       SKIPPED: nginx or openssl is not installed');
        return;
      }
      const page = await proxy.ask('/dang-nhap');
      expect(page.status, 'the sign-in page', 200);
      expect(page.headers['strict-transport-security'], 'HSTS', /max-age=\d{7,}/);
      for (const cookie of page.headers['set-cookie'] ?? []) {
        expect(cookie, 'a cookie for https', /^__Host-[^=]+=[^;]+;(?=.*\bSecure\b)(?=.*\bHttpOnly\b)(?=.*Path=\/)/);
      }
      expect((page.headers['set-cookie'] ?? []).length > 0, 'a cookie', true);

      // The form of the link goes through: Origin is the public address.
      const shown = await proxy.ask(link);
      const cookie = shown.headers['set-cookie']?.map((line) => line.split(';')[0]).join('; ');
      const person = { name: 'Trần Thử Việc', login: 'quan.tri', password: 'mot mat khau that dai 9', again: 'mot mat khau that dai 9' };
      const body = new URLSearchParams(filled(readForm(shown.text, link), person)).toString();
      const headers = { cookie, origin: `https://${HOST}`, 'content-type': 'application/x-www-form-urlencoded' };
      const taken = await proxy.ask(link, { method: 'POST', body, headers });
      expect(taken.status, mainText(taken.text), 303);
      const session = taken.headers['set-cookie']?.find((line) => line.startsWith('__Host-tinhso='));
      const foreign = await proxy.ask(link, { method: 'POST', body, headers: { ...headers, origin: 'https://evil.example' } });
      expect(foreign.status, 'a form of another site', 403);
      if (session) expect(session, 'the session cookie', /Secure/);

      // Whoever claims to be this very machine is not believed: the numbers stay closed to the world.
      const claimed = { 'x-forwarded-for': '127.0.0.1' };
      for (const probe of ['/metrics', '/readyz']) expect((await proxy.ask(probe, { headers: claimed })).status, `${probe} from outside`, 404);

      await assertEarlyRefusalsArrive(proxy);
      const plain = await new Promise((done) => http.get({ host: '127.0.0.1', port: proxy.httpPort, path: '/tra-cuu', headers: { host: HOST } }, (a) => done(a.resume())));
      expect(plain.headers.location, 'http leads to https', `https://${HOST}/tra-cuu`);
      await proxy.ask('/tra-cuu?ma=H40.1-261122-0001');
      expect(proxy.accessLog().includes('261122'), 'codes in the log of nginx', false);
      expect(/\b(emerg|alert|crit)\b/.test(proxy.errorLog()), `nginx complains: ${proxy.errorLog()}`, false);
      await assertStopped(server);
      assertCleanLog(server, [/request refused .*status=4\d\d/]);
    } finally {
      await proxy?.stop();
      await server?.kill();
      remove(data);
    }
  },
  { timeoutMs: 90_000 },
);
