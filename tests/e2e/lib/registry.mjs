// A test is a sentence and a function; they run one after the other, in the order of the files.
import path from 'node:path';
import { Visit } from './visit.mjs';

export const tests = [];

/** Registers a test. The sentence says what is true of the product when it passes. */
export function test(sentence, body, { timeoutMs = 60_000 } = {}) {
  const file = new Error().stack.split('\n')[2].match(/journeys\/([^:]+)/)?.[1] ?? '';
  tests.push({ sentence, body, timeoutMs, file });
}

function inTime(promise, ms) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Runs the tests that match; returns the counts and what the tests declared about the log. */
export async function runAll(all, wanted, { server, browser, out }) {
  const result = { passed: 0, failed: 0, declared: [] };
  const chosen = all.filter((t) => !wanted || `${t.file} ${t.sentence}`.includes(wanted));
  if (chosen.length === 0) {
    console.error(`no test matches ${wanted ?? ''}`);
    result.failed = 1;
  }
  for (const one of chosen) {
    const visit = new Visit({ server, browser, out, name: one.sentence });
    const begun = performance.now();
    try {
      await inTime(Promise.resolve(one.body(visit)), one.timeoutMs);
      visit.assertQuiet();
      result.passed += 1;
      console.log(`ok     ${one.sentence} (${Math.round(performance.now() - begun)} ms)`);
    } catch (error) {
      result.failed += 1;
      console.error(`FAILED ${one.sentence} [${one.file}]\n  ${String(error.stack ?? error).replaceAll('\n', '\n  ')}`);
      const kept = await visit.keepEvidence().catch(() => []);
      for (const file of kept) console.error(`  see ${path.relative(process.cwd(), file)}`);
    } finally {
      result.declared.push(...visit.declared);
      await visit.close();
    }
  }
  return result;
}
