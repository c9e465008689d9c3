// The browser tests: starts the built binary on a fresh sample, runs every journey, looks at the log, tells the count.
//   node run.mjs            every journey
//   node run.mjs desk       journeys whose file name or sentence contains "desk"
import { readdirSync, rmSync, mkdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { runAll, tests } from './lib/registry.mjs';
import { startServer } from './lib/server.mjs';
import { openBrowser } from './lib/browser.mjs';
import { unclean } from './lib/log.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, 'out');
const wanted = process.argv[2];

const journeys = readdirSync(path.join(here, 'journeys')).filter((f) => f.endsWith('.mjs')).sort();
for (const file of journeys) await import(pathToFileURL(path.join(here, 'journeys', file)));

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

let server;
let browser;
let result = { passed: 0, failed: 1 };
try {
  const begun = performance.now();
  server = await startServer({ out });
  console.log(`ready after ${Math.round(performance.now() - begun)} ms: ${server.url}`);
  browser = await openBrowser();
  result = await runAll(tests, wanted, { server, browser, out });
} catch (error) {
  console.error(error);
  result.failed = Math.max(result.failed, 1);
} finally {
  await browser?.close();
  const ended = await server?.stop();
  if (ended && ended.problem) {
    console.error(`FAILED the server ends quietly: ${ended.problem}`);
    result.failed += 1;
  }
  if (server) {
    const found = unclean(server.log(), result.declared);
    if (found.length === 0) result.passed += 1;
    else {
      console.error(`FAILED the log of the server is clean:\n  ${found.slice(0, 40).join('\n  ')}`);
      result.failed += 1;
    }
  }
}
console.log(`${result.passed} passed, ${result.failed} failed`);
process.exitCode = result.failed === 0 ? 0 : 1;
