// The harness itself: each of its checks can fail.
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';
import { unclean } from '../lib/log.mjs';
import { axeProblems, invalidHtml, overflowingWidth } from '../lib/checks.mjs';
import { overBudget } from '../lib/budget.mjs';

test('the log check finds warnings, identity numbers, phones and names, and nothing else', async () => {
  const clean = [
    '{"level":"INFO","fields":{"message":"request answered","request_id":"0199a4b2-7c11-7f00-8a3e-123456789012","micros":1763770000000000}}',
    'listening on 127.0.0.1:20345',
  ];
  expect(unclean(clean.join('\n'), [], []), 'clean lines', []);
  const dirty = [
    '{"level":"WARN","fields":{"message":"slow closure"}}',
    'person 040190012345 found',
    'call 0912345678',
    'dossier of NGUYỄN THỊ MẪU received',
    "thread 'main' panicked at src/main.rs:1:1",
  ];
  for (const line of dirty) expect(unclean(line, [], ['Nguyễn Thị Mẫu']).length, line, 1);
  expect(unclean(dirty[0], [/slow closure/], []), 'a declared warning', []);
});

test('the page checks find an image without words, invalid HTML and a page too wide', async (t) => {
  const page = await t.page({ phone: true });
  await page.setContent('<html lang="vi"><head><title>x</title></head><body><main><h1>A</h1><img src="data:,"><p style="width:900px">x</p></main></body></html>');
  expect((await axeProblems(page)).some((p) => p.startsWith('axe image-alt')), 'axe', true);
  expect((await overflowingWidth(page)) > 100, 'width', true);
  expect((await invalidHtml('<p><div></p>')).length > 0, 'html', true);
  expect((await invalidHtml('<!DOCTYPE html><html lang="vi"><head><title>Trang</title></head><body><h1>Trang</h1></body></html>')), 'valid html', []);
});

test('a budget that is broken is told', async () => {
  const load = { html: 15 * 1024, css: 0, js: 0, fonts: 1, images: 0, total: 15 * 1024, uncompressed: [] };
  expect(overBudget(load, 'citizen').length, 'over', 2);
});

test('a script that the policy blocks and a call that leaves the server are heard', async (t) => {
  const page = await t.page();
  await page.route('**/*', (route) => {
    if (!route.request().url().startsWith(t.server.url)) return route.abort();
    return route.fulfill({
      contentType: 'text/html',
      headers: { 'content-security-policy': "default-src 'none'" },
      body: '<!DOCTYPE html><title>x</title><script>document.title = "y"</script>',
    });
  });
  await page.goto('/');
  expect(t.complaints.some((c) => c.includes('Content Security Policy')), 'complaint', true);
  await page.unroute('**/*');
  t.excuse(/Content Security Policy|Refused to|violates/);
});
