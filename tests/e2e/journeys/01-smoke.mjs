import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';

for (const phone of [true, false]) {
  for (const javaScript of [true, false]) {
    const who = `${phone ? 'a phone' : 'a desk'} ${javaScript ? 'with' : 'without'} JavaScript`;
    test(`the start page greets ${who}`, async (t) => {
      const page = await t.page({ phone, javaScript });
      const answer = await page.goto('/');
      expect(answer.status(), 'status', 200);
      expect(await page.locator('html').getAttribute('lang'), 'language', /^vi/);
      expect(await page.locator('h1').count(), 'headings of the first level', 1);
      await t.picture(page, `start-${phone ? 360 : 1280}-${javaScript ? 'js' : 'nojs'}`);
      if (javaScript) await t.assertGood(page);
    });
  }
}

test('the start page weighs what a citizen page may weigh', async (t) => {
  const load = await t.assertBudget('/', 'citizen');
  console.log(`       start page: ${(load.total / 1024).toFixed(1)} KB on the wire`);
});

test('an unknown address answers 404 with a page of ours', async (t) => {
  t.excuse(/status of 404/);
  const page = await t.page({ phone: true });
  const answer = await page.goto('/khong-co-trang-nay');
  expect(answer.status(), 'status', 404);
  expect(await page.locator('h1').count(), 'headings of the first level', 1);
  await t.assertGood(page);
});

test('every page carries the strict content security policy', async (t) => {
  const answer = await fetch(t.url('/'));
  const policy = answer.headers.get('content-security-policy') ?? '';
  for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]) {
    expect(policy.includes(part), `the policy says ${part}`, true);
  }
  expect(policy.includes('unsafe'), 'the policy allows something unsafe', false);
  expect(answer.headers.get('x-content-type-options'), 'x-content-type-options', 'nosniff');
});

test('the probes answer without a session', async (t) => {
  for (const probe of ['/healthz', '/readyz', '/metrics']) {
    const answer = await fetch(t.url(probe));
    expect(answer.status, probe, 200);
    expect(answer.headers.get('set-cookie'), `${probe} sets no cookie`, null);
  }
});
