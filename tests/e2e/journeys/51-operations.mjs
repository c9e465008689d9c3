// The operations page: where a leader lands, what it shows, that it is live, and the wall.
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';
import { Client, filled, readForm } from '../lib/client.mjs';
import { Counter } from '../lib/counter.mjs';

const LEADER = 'lanhdao.tinh';

async function signIn(t, login, options = {}) {
  const page = await t.page(options);
  await page.goto('/dang-nhap');
  await page.fill('input[name="login"]', login);
  await page.fill('input[type="password"]', 'dung-thu-2026');
  await Promise.all([page.waitForNavigation(), page.click('main form button[type="submit"]')]);
  return page;
}

const path = (page) => new URL(page.url()).pathname;
const number = async (page, key) => Number((await page.locator(`[data-live-key="${key}"]`).first().innerText()).replaceAll('.', ''));

for (const phone of [true, false]) {
  for (const javaScript of [true, false]) {
    const who = `${phone ? 'a phone' : 'a desk'} ${javaScript ? 'with' : 'without'} JavaScript`;
    test(`a leader lands on the operations page and reads it on ${who}`, async (t) => {
      const page = await signIn(t, LEADER, { phone, javaScript });
      expect(path(page), 'landing', '/dieu-hanh');
      expect(await page.locator('h1').innerText(), 'heading', /^Điều hành, (thứ|chủ) /);
      expect(await page.locator('.stat').count(), 'numbers', 6);
      expect(await page.locator('.stat details').count(), 'each tells its source', 6);
      const line = page.locator('[data-live-line]');
      if (javaScript) {
        await page.locator('[data-live-line]', { hasText: 'chậm không quá 2 giây' }).waitFor();
        await t.assertGood(page);
      } else {
        expect(await line.innerText(), 'true without the script', /Tải lại trang để có số mới/);
      }
      await t.picture(page, `operations-${phone ? 360 : 1280}-${javaScript ? 'js' : 'nojs'}`);
      const links = await page.locator('main a[href^="/"]').evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute('href')))]);
      expect(links.some((href) => href.startsWith('/viec-giao/moi?tu=')), 'work can be assigned from a number', true);
      for (const href of links) {
        const answer = await page.goto(href);
        expect(answer.status(), `the way to ${href}`, 200);
      }
    }, { timeoutMs: 180_000 });
  }
}

test('everybody lands where her work is', async (t) => {
  const landings = [
    ['tiepnhan.concuong', '/quay'],
    ['kehoach', '/ke-hoach'],
    ['chutich.concuong', '/dieu-hanh'],
    ['hotich.concuong', '/viec'],
    ['thongke', '/chi-so'],
  ];
  for (const [login, landing] of landings) {
    const client = new Client(t.server.url);
    const form = readForm((await client.get('/dang-nhap')).text, '/dang-nhap');
    const answer = await client.post('/dang-nhap', filled(form, { login, password: 'dung-thu-2026' }));
    expect(answer.headers.get('location'), login, landing);
    expect((await client.get(landing)).status, `${login} may see it`, 200);
  }
});

test('what a counter receives stands on the open page within two seconds', async (t) => {
  const page = await signIn(t, LEADER);
  await page.locator('[data-live-line]', { hasText: 'chậm không quá 2 giây' }).waitFor();
  const before = await number(page, 'received');
  const counter = await Counter.open(t.server.url);
  const answer = await counter.receive();
  const begun = Date.now();
  expect(answer.status, 'received', 303);
  await page.waitForFunction((old) => Number(document.querySelector('[data-live-key=received]').textContent.replaceAll('.', '')) > old, before, { timeout: 5000, polling: 50 });
  const late = Date.now() - begun;
  expect(late <= 2000, `told after ${late} ms`, true);
  expect(await number(page, 'received'), 'one more', before + 1);
});

test('an ended session is said on the page and its numbers stand still', async (t) => {
  const page = await signIn(t, LEADER);
  await page.locator('[data-live-line]', { hasText: 'chậm không quá 2 giây' }).waitFor();
  // Another tab of the same browser signs out.
  const other = await page.context().newPage();
  await other.goto('/hom-nay');
  await Promise.all([other.waitForNavigation(), other.click('form.who button')]);
  await page.locator('[data-live-line]', { hasText: 'Phiên làm việc đã hết' }).waitFor({ timeout: 60_000 });
}, { timeoutMs: 120_000 });

for (const phone of [true, false]) {
  test(`the wall turns its parts, can be stopped and led by keys on ${phone ? 'a phone' : 'a desk'}`, async (t) => {
    const page = await signIn(t, LEADER, { phone });
    await page.goto('/dieu-hanh/man-hinh');
    await page.locator('[data-live-line]', { hasText: 'chậm không quá 2 giây' }).waitFor();
    await t.assertGood(page);
    const shown = () => page.locator('[data-cycle] > section:visible h2').first().innerText();
    expect(await page.locator('[data-cycle] > section:visible').count(), 'one part at a time', 1);
    const first = await shown();
    expect(await page.locator('[data-cycle-toggle]').innerText(), 'whoever wants no motion starts it herself', /Tự chuyển trang/);
    await page.keyboard.press('s');
    const second = await shown();
    expect(second !== first, 'the next part', true);
    await page.keyboard.press('d');
    expect(await page.locator('[data-cycle-toggle]').innerText(), 'it turns', /Dừng tự chuyển trang/);
    await page.keyboard.press('d');
    await t.picture(page, `wall-${phone ? 360 : 1280}`);
  });
}

test('without JavaScript every part of the wall is there', async (t) => {
  const page = await signIn(t, LEADER, { javaScript: false });
  await page.goto('/dieu-hanh/man-hinh');
  const all = await page.locator('[data-cycle] > section').count();
  expect(all > 1, `parts: ${all}`, true);
  expect(await page.locator('[data-cycle] > section:visible').count(), 'seen', all);
  expect(await page.locator('[data-cycle-toggle]:visible').count(), 'no button that does nothing', 0);
});

test('the operations page keeps the budget of a leader’s phone', async (t) => {
  const page = await signIn(t, LEADER, { phone: true, javaScript: false });
  const cookies = await page.context().cookies();
  await t.assertBudget('/dieu-hanh', 'leader', { javaScript: false, cookies });
});

test('a clerk has no operations page, no wall and no stream', async (t) => {
  t.excuse(/status of 403/);
  const page = await signIn(t, 'tiepnhan.concuong');
  for (const target of ['/dieu-hanh', '/dieu-hanh/man-hinh', '/dieu-hanh/song']) {
    expect((await page.goto(target)).status(), target, 403);
  }
});
