// The commands an operator types, as she types them.
import { spawn } from 'node:child_process';
import { binary, cleanEnvironment } from './server.mjs';

/** Runs `tinhso …`; the answer is its exit code and everything it said.  Ends it after `limitMs`. */
export function tinhso(args, { env = {}, limitMs = 60_000, cwd } = {}) {
  return new Promise((done) => {
    const child = spawn(binary(), args, { cwd, env: { ...cleanEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += piece));
    const late = setTimeout(() => child.kill('SIGKILL'), limitMs);
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      done({ code: code ?? signal, said });
    });
  });
}
