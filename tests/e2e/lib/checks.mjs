// What every page must keep.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HtmlValidate } from 'html-validate';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // A group of checkboxes shares its name, as HTML means it.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button', 'reset'] }],
    // A table that scrolls needs role="region" to be named and reached by keyboard.
    'prefer-native-element': ['error', { exclude: ['region'] }],
    // Minified or not is no matter of validity.
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'long-title': 'off',
  },
});

/** Breaks of WCAG 2.2 A and AA and of good practice that axe can see. Needs a context with JavaScript. */
export async function axeProblems(page) {
  await page.evaluate(axeSource); // through the debugger, so the page's own policy need not allow it
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map((v) => `axe ${v.id}: ${v.help} at ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join('; ')}`);
}

/** Errors of html-validate in what the server sent (not in what scripts made of it). */
export async function htmlProblems(page) {
  const answer = await page.context().request.get(page.url(), { headers: { accept: 'text/html' } });
  return invalidHtml(await answer.text());
}

/** A result's rows are one list in the form: each row sends the same three names, in order. */
const repeatedRow = (m) => m.ruleId === 'form-dup-name' && /"row_(label|key|value)"/.test(m.message);

export async function invalidHtml(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((r) =>
    r.messages.filter((m) => m.severity === 2 && !repeatedRow(m)).map((m) => `html ${m.ruleId} at ${m.line}:${m.column}: ${m.message}`),
  );
}

/** By how many pixels the page is wider than its window (WCAG 1.4.10). */
export async function overflowingWidth(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  return Math.max(0, wide - page.viewportSize().width);
}
