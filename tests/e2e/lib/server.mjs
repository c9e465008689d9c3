// The built binary on a fresh sample province, a free port and a folder of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

export function binary() {
  const folder = process.env.CARGO_TARGET_DIR ?? path.join(root, 'target');
  return process.env.TINHSO_BIN ?? path.join(folder, 'debug', 'tinhso');
}

export async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** A signal-proof copy of the environment: the server must not see the database of the Rust tests. */
export function cleanEnvironment() {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (/^(TINHSO_|TEST_POSTGRES)/.test(name)) delete env[name];
  return env;
}

async function untilReady(url, child, waitMs) {
  const end = Date.now() + waitMs;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`the server ended at once with ${child.exitCode}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`the server was not ready after ${waitMs} ms`);
}

/**
 * Starts `tinhso serve --sample …`; `data` keeps a folder between two starts, else it is new and removed at the end.
 * `sample: null` serves a province of its own; `args` and `env` are added.
 */
export async function startServer({ out, sample = 'nghe-an', data, name = 'server', waitMs = 60_000, args: more = [], env = {} } = {}) {
  if (!existsSync(binary())) throw new Error(`there is no ${binary()}: run cargo build -p tinhso --bin tinhso`);
  const folder = data ?? mkdtempSync(path.join(os.tmpdir(), 'tinhso-e2e-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = path.join(out, `${name}.log`);
  const sink = createWriteStream(logFile, { flags: 'a' });
  await once(sink, 'open');
  const chosen = sample === null ? [] : ['--sample', sample];
  const args = ['serve', ...chosen, '--data', folder, '--listen', `127.0.0.1:${port}`, ...more];
  const child = spawn(binary(), args, { cwd: root, env: { ...cleanEnvironment(), ...env }, stdio: ['ignore', sink, sink] });
  const ended = once(child, 'exit');
  const log = () => readFileSync(logFile, 'utf8');
  try {
    await untilReady(url, child, waitMs);
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`${error.message}\n${log().split('\n').slice(-20).join('\n')}`);
  }
  return {
    url,
    data: folder,
    port,
    pid: child.pid,
    log,
    /** kill -9: what a power cut does to a process. */
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    /** Asks it to stop as systemd would; tells when it does not within 10 s or not with success. */
    async stop({ keep = data !== undefined } = {}) {
      let problem;
      if (child.exitCode !== null || child.signalCode !== null) {
        if (child.signalCode !== 'SIGKILL') problem = `it had ended before with ${child.exitCode ?? child.signalCode}`;
      } else {
        const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
        child.kill('SIGTERM');
        const [code, signal] = await ended;
        clearTimeout(late);
        if (code !== 0) problem = `SIGTERM was answered with ${code ?? signal}`;
      }
      if (!keep) rmSync(folder, { recursive: true, force: true });
      return { problem };
    },
  };
}
