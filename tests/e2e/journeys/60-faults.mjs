// What breaks: the process, the disk, the database. Whoever was told "received" is there afterwards; nobody is there twice.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statfsSync, writeFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';
import { binary, cleanEnvironment, freePort, startServer } from '../lib/server.mjs';
import { unclean } from '../lib/log.mjs';
import { Counter, gaps } from '../lib/counter.mjs';
import { newFolder, ownPostgres, remove, sampleFolder, smallDisk } from '../lib/places.mjs';

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** The declared lines are those of the fault itself; everything else must be as clean as on a good day. */
function assertCleanLog(server, declared) {
  const found = unclean(server.log(), declared);
  if (found.length > 0) throw new Error(`the log:\n${found.slice(0, 10).join('\n')}`);
}

/** Clerks who go on pressing "receive" until told to stop; what each press was answered stands in `presses`. */
function clerks(count, counter, presses) {
  let stopped = false;
  const one = async () => {
    while (!stopped) {
      const press = { once: Counter.key() };
      presses.push(press);
      const answer = await counter.receive(press.once).catch(() => undefined);
      press.status = answer?.status;
      press.location = answer?.location;
      press.retryAfter = answer?.headers.get('retry-after');
      if (!answer) return;
      if (answer.status === 503) await pause(400); // a person waits longer still
    }
  };
  const all = Promise.all(Array.from({ length: count }, one));
  return {
    async stop() {
      stopped = true;
      await all;
    },
  };
}

/** Every press is settled now: acknowledged ones as they were told, the others by pressing again, twice. */
async function assertNothingLost(counter, presses) {
  const codes = [];
  const acknowledged = presses.filter((p) => p.status === 303);
  const settle = async (press) => {
    const again = await counter.receive(press.once);
    expect(again.status, `pressing again (it was ${press.status ?? 'not answered'})`, 303);
    if (press.status === 303) expect(again.location, 'the same key is the same dossier', press.location);
    else expect((await counter.receive(press.once)).location, 'the same key a third time', again.location);
    codes.push(await counter.code(again.location));
  };
  for (let i = 0; i < presses.length; i += 8) await Promise.all(presses.slice(i, i + 8).map(settle));
  expect(gaps(codes), `the codes of ${presses.length} presses`, []);
  return `${acknowledged.length} acknowledged, ${presses.length - acknowledged.length} settled by pressing again`;
}

test(
  'kill -9 under 64 clerks loses nothing that was acknowledged, makes nothing twice, leaves no gap',
  async (t) => {
    const data = await sampleFolder(t.out);
    let server;
    try {
      server = await startServer({ out: t.out, data, name: 'killed' });
      const presses = [];
      const desk = clerks(64, await Counter.open(server.url), presses);
      while (presses.filter((p) => p.status === 303).length < 100) await pause(10);
      await server.kill();
      await desk.stop();
      expect(presses.some((p) => p.status === undefined), 'some presses were in flight', true);
      expect(presses.some((p) => p.status !== undefined && p.status !== 303), 'a refusal before the kill', false);
      assertCleanLog(server, []);

      server = await startServer({ out: t.out, data, name: 'killed' });
      console.log(`       ${await assertNothingLost(await Counter.open(server.url), presses)}`);
      assertCleanLog(server, []);
    } finally {
      await server?.stop();
      remove(data);
    }
  },
  { timeoutMs: 240_000 },
);

test(
  'a full disk answers 503 with Retry-After, loses nothing, and once there is room the same server goes on',
  async (t) => {
    const disk = smallDisk(96);
    if (!disk) {
      console.log('       SKIPPED: this user may not mount a small file system');
      return;
    }
    let server;
    try {
      await sampleFolder(t.out, disk.folder);
      server = await startServer({ out: t.out, data: disk.folder, name: 'full-disk' });
      const presses = [];
      const counter = await Counter.open(server.url);
      const desk = clerks(16, counter, presses);
      while (presses.filter((p) => p.status === 303).length < 20) await pause(10);
      const filler = path.join(disk.folder, 'filler');
      const { bavail, bsize } = statfsSync(disk.folder);
      try {
        writeFileSync(filler, Buffer.alloc(bavail * bsize)); // down to the last block that a race leaves
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      }
      const refused = () => presses.filter((p) => p.status === 503).length;
      const end = Date.now() + 30_000;
      while (refused() < 20 && Date.now() < end) await pause(10);
      expect(refused() >= 20, `presses refused with 503 (seen: ${[...new Set(presses.map((p) => p.status))]})`, true);
      expect((await fetch(`${server.url}/healthz`)).status, 'the process lives', 200);
      // The probe writes one small row, which may still find room in the log; what it may not do is break.
      const probe = await fetch(`${server.url}/readyz`);
      expect([200, 503].includes(probe.status), `/readyz while the disk is full: ${probe.status}`, true);
      rmSync(filler);
      const good = presses.filter((p) => p.status === 303).length;
      while (presses.filter((p) => p.status === 303).length < good + 10 && Date.now() < end) await pause(10);
      await desk.stop();
      expect([...new Set(presses.map((p) => p.status))].sort(), 'answers there were', [303, 503]);
      expect(presses.every((p) => p.status === 303 || Number(p.retryAfter) > 0), 'every 503 says when to come back', true);
      console.log(`       ${await assertNothingLost(counter, presses)}`);
      await pause(1100);
      expect((await fetch(`${server.url}/readyz`)).status, '/readyz with room again', 200);
      assertCleanLog(server, [/(?:disk is full|relay paused|slow database closure)/, /request refused .*code="db\./]);
    } finally {
      await server?.stop({ keep: true });
      disk.free();
    }
  },
  { timeoutMs: 240_000 },
);

test(
  'PostgreSQL killed and started again in mid-flight: 503 with Retry-After meanwhile, then the same server goes on',
  async (t) => {
    const postgres = await ownPostgres();
    let server;
    try {
      server = await startServer({ out: t.out, name: 'postgres', waitMs: 120_000, args: ['--database', postgres.url] });
      const presses = [];
      const counter = await Counter.open(server.url);
      const desk = clerks(16, counter, presses);
      const count = (status) => presses.filter((p) => p.status === status).length;
      while (count(303) < 20) await pause(10);
      await postgres.stop();
      const end = Date.now() + 60_000;
      while (count(503) < 20 && Date.now() < end) await pause(10);
      expect(count(503) >= 20, `presses refused with 503 (seen: ${[...new Set(presses.map((p) => p.status))]})`, true);
      expect((await fetch(`${server.url}/healthz`)).status, 'the process lives', 200);
      await pause(1100);
      expect((await fetch(`${server.url}/readyz`)).status, '/readyz while PostgreSQL is away', 503);
      await postgres.start();
      const good = count(303);
      while (count(303) < good + 10 && Date.now() < end) await pause(10);
      await desk.stop();
      expect([...new Set(presses.map((p) => p.status))].sort(), 'answers there were', [303, 503]);
      expect(presses.every((p) => p.status === 303 || Number(p.retryAfter) > 0), 'every 503 says when to come back', true);
      console.log(`       ${await assertNothingLost(counter, presses)}`);
      expect((await fetch(`${server.url}/readyz`)).status, '/readyz afterwards', 200);
      assertCleanLog(server, [/no connection to PostgreSQL/, /(?:relay|jobs?|timers?) paused/, /request refused .*code="db\./, /slow database closure/]);
    } finally {
      await server?.stop();
      await postgres.end();
    }
  },
  { timeoutMs: 240_000 },
);

/** Starts making a sample, sends the signal so long after it began; what it said and how it ended. */
async function brokenOff(data, signal, afterMs) {
  const args = ['serve', '--sample', 'nghe-an', '--data', data, '--listen', `127.0.0.1:${await freePort()}`];
  const child = spawn(binary(), args, { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const making = new Promise((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece) => {
        said += piece;
        if (said.includes('Đang dựng tỉnh mẫu')) done();
      });
    }
  });
  const ended = once(child, 'exit');
  await Promise.race([making, ended]);
  await pause(afterMs);
  const served = said.includes('đang chạy tại');
  const begun = performance.now();
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  const [code, killedBy] = await ended;
  clearTimeout(late);
  return { code: code ?? killedBy, said, served, tookMs: performance.now() - begun };
}

test(
  'SIGTERM and Ctrl+C while the sample is being made end the program in order, and the next start makes a whole sample',
  async (t) => {
    const data = newFolder('half');
    let server;
    try {
      let inTheMiddle = 0;
      for (const [signal, afterMs] of [['SIGTERM', 0], ['SIGINT', 300], ['SIGTERM', 1500], ['SIGTERM', 3000]]) {
        const { code, said, served, tookMs } = await brokenOff(data, signal, afterMs);
        expect(code, `${signal} after ${afterMs} ms: ${said}`, 0);
        expect(tookMs < 12_000, `ended after ${Math.round(tookMs)} ms`, true);
        expect(/panicked|ERROR/.test(said), said, false);
        if (served) break; // a quick machine had made the sample already
        inTheMiddle += 1;
        expect(said, 'it says so', /mới dựng dở\. Lần chạy sau sẽ dựng lại từ đầu\./);
      }
      expect(inTheMiddle > 0, 'at least one signal came in the middle', true);
      server = await startServer({ out: t.out, data, name: 'made-anew' });
      const counter = await Counter.open(server.url);
      expect((await counter.receive()).status, 'the desk works', 303);
      const numbers = await (await fetch(`${server.url}/metrics`)).text();
      const open = Number(numbers.match(/^tinhso_dossiers_open (\d+)$/m)?.[1]);
      expect(open > 30 && open < 230, `open dossiers of one sample, not of several: ${open}`, true);
      assertCleanLog(server, []);
    } finally {
      await server?.stop();
      remove(data);
    }
  },
  { timeoutMs: 180_000 },
);
