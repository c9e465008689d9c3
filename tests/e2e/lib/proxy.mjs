// nginx with the very file that the handbook shows, on ports of its own and with a certificate of an hour.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { newFolder, remove } from './places.mjs';
import { freePort } from './server.mjs';

const EXAMPLE = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../docs/nginx-example.conf');
export const HOST = 'tthc.tinh.example';

const found = (...places) => places.find((file) => existsSync(file));

/** Starts it before the server of this port, or tells nothing where nginx or openssl is not installed. */
export async function startProxy(backendPort) {
  const program = found('/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/sbin/nginx');
  if (!program || !found('/usr/bin/openssl', '/usr/local/bin/openssl')) return undefined;
  const folder = newFolder('nginx');
  const at = (name) => path.join(folder, name);
  chmodSync(folder, 0o755);
  for (const name of ['body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']) mkdirSync(at(name));
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1', '-subj', `/CN=${HOST}`,
      '-addext', `subjectAltName=DNS:${HOST}`, '-keyout', at('privkey.pem'), '-out', at('fullchain.pem')],
    { stdio: 'ignore' },
  );
  const [httpPort, httpsPort] = [await freePort(), await freePort()];
  const changes = [
    ['server 127.0.0.1:8080;', `server 127.0.0.1:${backendPort};`],
    ['listen 80;', `listen 127.0.0.1:${httpPort};`],
    ['listen 443 ssl http2;', `listen 127.0.0.1:${httpsPort} ssl http2;`],
    ['/etc/ssl/tinhso/fullchain.pem', at('fullchain.pem')],
    ['/etc/ssl/tinhso/privkey.pem', at('privkey.pem')],
    ['/var/log/nginx/tinhso.log', at('access.log')],
  ];
  let example = readFileSync(EXAMPLE, 'utf8');
  for (const [from, to] of changes) {
    if (!example.includes(from)) throw new Error(`docs/nginx-example.conf no longer says ${from}`);
    example = example.replace(from, to);
  }
  const paths = ['client_body_temp_path body', 'proxy_temp_path proxy', 'fastcgi_temp_path fastcgi', 'uwsgi_temp_path uwsgi', 'scgi_temp_path scgi'];
  const temporary = paths.map((line) => `${line.split(' ')[0]} ${at(line.split(' ')[1])};`).join(' ');
  writeFileSync(
    at('nginx.conf'),
    `daemon off; worker_processes 1; pid ${at('pid')}; error_log ${at('error.log')} warn;\nevents {}\nhttp { ${temporary}\n${example}\n}\n`,
  );
  const child = spawn(program, ['-p', folder, '-e', at('error.log'), '-c', at('nginx.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (piece) => (complaints += piece));
  const ended = once(child, 'exit');
  const url = `https://${HOST}`;
  const ca = readFileSync(at('fullchain.pem'));
  const ask = (target, options) => request({ ca, port: httpsPort, ...options }, target);
  for (let tries = 0; ; tries += 1) {
    const answer = await ask('/healthz').catch(() => undefined);
    if (answer?.status === 200) break;
    if (tries > 100 || child.exitCode !== null) throw new Error(`nginx does not answer: ${complaints}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    url,
    httpPort,
    ask,
    accessLog: () => readFileSync(at('access.log'), 'utf8'),
    errorLog: () => readFileSync(at('error.log'), 'utf8'),
    async stop() {
      child.kill('SIGQUIT');
      await ended;
      remove(folder);
    },
  };
}

/** One request over TLS to the name in the certificate, wherever it listens. */
function request({ ca, port, method = 'GET', headers = {}, body }, target) {
  return new Promise((done, fail) => {
    // A connection of its own: one kept from an early answer may be closing just when it is used again.
    const options = { agent: false, host: '127.0.0.1', port, servername: HOST, ca, method, path: target, headers: { host: HOST, accept: 'text/html', ...headers } };
    const sent = https.request(options, (answer) => {
      const pieces = [];
      answer.on('data', (piece) => pieces.push(piece));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(pieces).toString('utf8') }));
    });
    sent.setTimeout(30_000, () => sent.destroy(new Error('no answer')));
    sent.on('error', fail);
    sent.end(body);
  });
}
