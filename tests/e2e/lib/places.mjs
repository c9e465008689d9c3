// Where servers of the fault tests live: a seeded sample to copy, a disk that can be full, a PostgreSQL to stop and start.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startServer } from './server.mjs';

const scripts = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../scripts');

export const newFolder = (what) => mkdtempSync(path.join(os.tmpdir(), `tinhso-${what}-`));
export const remove = (folder) => rmSync(folder, { recursive: true, force: true });

let seeded;

/** A folder with the sample province in it, made once; every caller gets a copy. */
export async function sampleFolder(out, to = newFolder('sample')) {
  seeded ??= (async () => {
    const data = newFolder('seed');
    process.once('exit', () => remove(data));
    const server = await startServer({ out, data, name: 'seed' });
    const { problem } = await server.stop();
    if (problem) throw new Error(problem);
    return data;
  })();
  mkdirSync(to, { recursive: true });
  cpSync(await seeded, to, { recursive: true, preserveTimestamps: true });
  return to;
}

/** A file system of this many megabytes, or nothing where this user may not mount one. */
export function smallDisk(megabytes) {
  const folder = newFolder('disk');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    remove(folder);
    return undefined;
  }
  return {
    folder,
    free() {
      execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
      remove(folder);
    },
  };
}

/** A PostgreSQL of its own, with the script that the other tests use; stops and starts on demand. */
export async function ownPostgres() {
  const lines = [
    'set -euo pipefail; unset TEST_POSTGRES_URL; . lib/common.sh; . lib/postgres.sh; trap postgres_stop EXIT; postgres_start >&2',
    'echo "$TEST_POSTGRES_URL"',
    'pg() { (cd /; pg_as_user "$PG_BIN/pg_ctl" -s -w -t 60 -D "$PG_DIR/data" "$@" >&2); }',
    'port="${TEST_POSTGRES_URL##*:}"; port="${port%%/*}"',
    'while read -r word; do case "$word" in',
    '  stop) pg -m immediate stop; echo stopped;;',
    '  start) pg -l "$PG_DIR/log" start -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$PG_DIR -c fsync=on -c max_connections=300 -c timezone=UTC"; echo started;;',
    '  *) exit 0;; esac; done',
  ];
  const child = spawn('bash', ['-c', lines.join('\n')], { cwd: scripts, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (piece) => (complaints += piece));
  const answers = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await answers.next();
    if (done) throw new Error(`the test PostgreSQL ended: ${complaints}`);
    return value;
  };
  const url = await next();
  const ask = async (word) => {
    child.stdin.write(`${word}\n`);
    await next();
  };
  return {
    url,
    stop: () => ask('stop'),
    start: () => ask('start'),
    async end() {
      const ended = new Promise((done) => child.once('exit', done));
      child.stdin.end();
      await ended;
    },
  };
}
