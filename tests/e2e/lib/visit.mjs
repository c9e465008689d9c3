// One test's visit to the server: contexts, pages, complaints of the browser, pictures, declarations about the log.
import path from 'node:path';
import { contextOptions } from './browser.mjs';
import { axeProblems, htmlProblems, overflowingWidth } from './checks.mjs';
import { measureLoad, overBudget } from './budget.mjs';

const fileName = (words) =>
  words.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase().slice(0, 80);

export class Visit {
  constructor({ server, browser, out, name }) {
    Object.assign(this, { server, browser, out, name });
    this.contexts = [];
    this.complaints = [];
    this.excused = [];
    this.declared = [];
  }

  /** The address of a path on the server under test. */
  url(target) {
    return new URL(target, this.server.url).href;
  }

  /** Declares lines at WARN or ERROR that this test provokes in the server's log. */
  declareLog(pattern) {
    this.declared.push(pattern);
  }

  /** Declares a complaint of the browser that this test provokes, such as the console line for a 404. */
  excuse(pattern) {
    this.excused.push(pattern);
  }

  /** A browser context of its own: cookies of nobody else. */
  async context(options = {}) {
    const context = await this.browser.newContext(contextOptions({ ...options, baseURL: this.server.url }));
    this.contexts.push(context);
    context.on('page', (page) => this.listen(page));
    return context;
  }

  async page(options = {}) {
    return (await this.context(options)).newPage();
  }

  listen(page) {
    page.on('console', (m) => {
      if (m.type() === 'error' || m.text().includes('Content Security Policy')) {
        this.complaints.push(`console: ${m.text()} (${page.url()})`);
      }
    });
    page.on('pageerror', (error) => this.complaints.push(`script: ${error.message} (${page.url()})`));
    page.on('requestfailed', (r) => {
      // The browser itself drops a late style or icon, or the page it was going to, when the journey goes on to the next one:
      // nobody's fault; nor is a stream of live numbers that ends with its page.  What the server breaks off is called otherwise (ERR_EMPTY_RESPONSE, ERR_CONNECTION_RESET).
      const overtaken = r.isNavigationRequest() || r.resourceType() === 'eventsource' || r.url().startsWith(`${this.server.url}/-/`);
      const dropped = r.failure()?.errorText === 'net::ERR_ABORTED' && overtaken;
      if (!dropped) this.complaints.push(`request: ${r.url()} ${r.failure()?.errorText}`);
    });
    page.on('request', (r) => {
      if (!r.url().startsWith(this.server.url) && !/^(data|blob|about):/.test(r.url())) {
        this.complaints.push(`leaves the server: ${r.url()}`);
      }
    });
    page.on('response', (r) => {
      if (r.status() >= 500) this.complaints.push(`${r.status()} from ${r.url()}`);
    });
  }

  /** Whatever the browser complained of fails the test, unless it was declared. */
  assertQuiet() {
    const left = this.complaints.filter((c) => !this.excused.some((pattern) => pattern.test(c)));
    if (left.length > 0) throw new Error(`the browser complains:\n${left.join('\n')}`);
  }

  /** Everything that every page must keep: axe, valid HTML, no sideways scrolling at this width. */
  async assertGood(page) {
    const problems = [...(await axeProblems(page)), ...(await htmlProblems(page))];
    const wide = await overflowingWidth(page);
    if (wide > 0) problems.push(`the page is ${wide} px wider than the screen`);
    if (problems.length > 0) throw new Error(`${page.url()}:\n${problems.join('\n')}`);
  }

  /** Loads a path in a fresh context and holds what came over the wire to the budget of its class. */
  async assertBudget(target, kind, options = {}) {
    const context = await this.context({ phone: true, ...options });
    if (options.cookies) await context.addCookies(options.cookies);
    const load = await measureLoad(await context.newPage(), target);
    const over = overBudget(load, kind);
    if (over.length > 0) throw new Error(`${target} as ${kind}: ${over.join(', ')}`);
    return load;
  }

  /** Saves a picture of the page under tests/e2e/out. */
  async picture(page, name, { fullPage = true } = {}) {
    const file = path.join(this.out, `${fileName(name)}.png`);
    await page.screenshot({ path: file, fullPage });
    return file;
  }

  async keepEvidence() {
    const files = [];
    for (const context of this.contexts) {
      for (const page of context.pages()) files.push(await this.picture(page, `failed-${this.name}-${files.length + 1}`));
    }
    return files;
  }

  async close() {
    await Promise.all(this.contexts.map((c) => c.close().catch(() => {})));
  }
}

/** Fails with a sentence that shows what was found. */
export function expect(found, what, wanted) {
  const same = wanted instanceof RegExp ? wanted.test(String(found)) : JSON.stringify(found) === JSON.stringify(wanted);
  if (!same) throw new Error(`${what}: wanted ${wanted instanceof RegExp ? wanted : JSON.stringify(wanted)}, found ${JSON.stringify(found)}`);
}
