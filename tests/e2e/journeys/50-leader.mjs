// The leader's phone page: six numbers, where they come from, and the dossiers behind each.
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';

const LEADER = 'lanhdao.tinh';

async function signIn(t, login, options = {}) {
  const page = await t.page(options);
  await page.goto('/dang-nhap');
  await page.fill('input[name="login"]', login);
  await page.fill('input[type="password"]', 'dung-thu-2026');
  await Promise.all([page.waitForLoadState('load'), page.click('main form button[type="submit"]')]);
  return page;
}

for (const phone of [true, false]) {
  for (const javaScript of [true, false]) {
    const who = `${phone ? 'a phone' : 'a desk'} ${javaScript ? 'with' : 'without'} JavaScript`;
    test(`a leader reads six numbers and drills into each on ${who}`, async (t) => {
      const page = await signIn(t, LEADER, { phone, javaScript });
      await page.goto('/hom-nay');
      expect(await page.locator('h1').innerText(), 'heading', /Hôm nay, /);
      expect(await page.locator('.stat').count(), 'numbers', 6);
      if (javaScript) await t.assertGood(page);
      await t.picture(page, `leader-${phone ? 360 : 1280}-${javaScript ? 'js' : 'nojs'}`);
      const links = await page.locator('.stat .big a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
      for (const href of links) {
        await page.goto(href);
        expect(await page.locator('h1').count(), href, 1);
        const people = await page.locator('tbody th .sub').allInnerTexts();
        for (const person of people) expect(/^(\p{L}+ )+(\p{L}\. ?)+·|^\p{L}+ ·/u.test(person.replace(/\s+/g, ' ')), `masked: ${person}`, true);
        if (javaScript) await t.assertGood(page);
      }
      await t.picture(page, `leader-list-${phone ? 360 : 1280}-${javaScript ? 'js' : 'nojs'}`);
    });
  }
}

test('a leader opens a dossier behind a number on a phone: where it stands, no word of a person', async (t) => {
  const page = await signIn(t, LEADER, { phone: true });
  await page.goto('/hom-nay');
  expect(await page.locator('tbody th').first().innerText(), 'the second line', /Nhận [\d.]+ · Xong [\d.]+ · Chờ dân [\d.]+/);
  await page.goto('/hom-nay/ho-so?so=received-month');
  await Promise.all([page.waitForNavigation(), page.locator('tbody th a').first().click()]);
  expect(new URL(page.url()).pathname, 'the masked page', /^\/hom-nay\/ho-so\//);
  expect(await page.locator('main').innerText(), 'where it stands', /Hồ sơ đang ở đâu/);
  await t.assertGood(page);
  await t.picture(page, 'leader-standing-360');
});

test('the numbers come as a file for spreadsheets', async (t) => {
  const page = await signIn(t, LEADER);
  const answer = await page.context().request.get('/hom-nay/so-lieu.csv');
  expect(answer.status(), 'status', 200);
  expect(await answer.text(), 'heads', /"Loại";"Tên"/);
});

test('a clerk has no leader page', async (t) => {
  t.excuse(/status of 403/);
  const page = await signIn(t, 'tiepnhan.concuong');
  const answer = await page.goto('/hom-nay');
  expect(answer.status(), 'status', 403);
});
