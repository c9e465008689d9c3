// Officers behind the desk: work by due time, drafting, signing by another person, several signatures at once.
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';
import { Counter } from '../lib/counter.mjs';
import { readForm, filled, Client } from '../lib/client.mjs';

const DRAFTER = 'hotich.concuong';
const SIGNER = 'chutich.concuong';

async function signIn(t, login, options = {}) {
  const page = await t.page(options);
  await page.goto('/dang-nhap');
  await page.fill('input[name="login"]', login);
  await page.fill('input[type="password"]', 'dung-thu-2026');
  await Promise.all([page.waitForLoadState('load'), page.click('main form button[type="submit"]')]);
  return page;
}

/** A dossier received and handed over a moment ago; answers its code. */
async function handedOver(t) {
  const counter = await Counter.open(t.server.url);
  const received = await counter.receive();
  const code = await counter.code(received.location);
  const clerk = await new Client(t.server.url).signIn('tiepnhan.concuong');
  const id = received.location.match(/[0-9a-f-]{36}/)[0];
  const desk = await clerk.get('/quay?tab=to-hand-over');
  await clerk.post('/quay/ban-giao', filled(readForm(desk.text, '/quay/ban-giao'), { dossiers: id, dossier: id, c: id, chosen: id }));
  return { code, id };
}

/** The step of this dossier in somebody's list, page by page. */
async function openStep(page, code, list = '/viec') {
  await page.goto(list);
  for (let pages = 0; pages < 40; pages += 1) {
    const row = page.locator('tr', { hasText: code }).locator('th a').first();
    if ((await row.count()) > 0) {
      await Promise.all([page.waitForLoadState('load'), row.click()]);
      return;
    }
    const next = page.locator('a[rel="next"]');
    if ((await next.count()) === 0) break;
    await Promise.all([page.waitForLoadState('load'), next.click()]);
  }
  throw new Error(`${code} is not in ${list}`);
}

for (const phone of [true, false]) {
  test(`my work stands by due time on ${phone ? 'a phone' : 'a desk'}`, async (t) => {
    const page = await signIn(t, DRAFTER, { phone });
    await page.goto('/viec');
    expect(await page.locator('h1').innerText(), 'heading', /Việc của tôi/);
    await t.assertGood(page);
    await t.picture(page, `work-list-${phone ? 360 : 1280}`);
    const first = page.locator('main tbody th a').first();
    if ((await first.count()) > 0) {
      await Promise.all([page.waitForLoadState('load'), first.click()]);
      await t.assertGood(page);
      await t.picture(page, `work-step-${phone ? 360 : 1280}`);
    }
  });
}

for (const phone of [true, false]) {
  test(`results that wait for a signature are listed on ${phone ? 'a phone' : 'a desk'}`, async (t) => {
    const page = await signIn(t, SIGNER, { phone });
    await page.goto('/cho-ky');
    expect(await page.locator('h1').innerText(), 'heading', /kết quả chờ ký/);
    await t.assertGood(page);
    await t.picture(page, `work-signing-${phone ? 360 : 1280}`);
    const first = page.locator('main tbody th a').first();
    if ((await first.count()) > 0) {
      await Promise.all([page.waitForLoadState('load'), first.click()]);
      expect(await page.locator('main').innerText(), 'who may sign', /Người soạn và người ký phải khác nhau/);
      await t.assertGood(page);
      await t.picture(page, `work-sign-${phone ? 360 : 1280}`);
    }
  });
}

for (const javaScript of [true, false]) {
  test(`a result is drafted and signed by another ${javaScript ? 'with' : 'without'} JavaScript`, async (t) => {
    t.excuse(/ERR_ABORTED/); // a form is sent while the page's icon is still on its way
    const { code } = await handedOver(t);
    const drafter = await signIn(t, DRAFTER, { javaScript });
    await openStep(drafter, code); // check
    await Promise.all([drafter.waitForLoadState('load'), drafter.click('form[action$="/chuyen"] button')]);
    await openStep(drafter, code); // draft
    expect(await drafter.inputValue('#title'), 'the title is the procedure’s result', 'Giấy khai sinh');
    await Promise.all([drafter.waitForLoadState('load'), drafter.click('form[action$="/du-thao"] button:not([formaction])')]);
    await openStep(drafter, code); // outside system
    expect(await drafter.locator('main').innerText(), 'whose delay it is', /không phải là chậm của đơn vị/);
    await drafter.check('input[name="ok"][value="1"]');
    await drafter.fill('#reference', '040326000147');
    await Promise.all([drafter.waitForLoadState('load'), drafter.click('form[action$="/tra-loi-ngoai"] button')]);
    const signer = await signIn(t, SIGNER, { javaScript });
    await openStep(signer, code, '/cho-ky');
    await Promise.all([signer.waitForLoadState('load'), signer.click('form[action$="/ky"] button')]);
    expect(new URL(signer.url()).pathname, 'back to my work', '/viec');
  });
}

test('a refusal without a reason is not sent and everything typed is kept', async (t) => {
  t.excuse(/status of 422|ERR_ABORTED/);
  const { code } = await handedOver(t);
  const page = await signIn(t, DRAFTER);
  await openStep(page, code);
  await Promise.all([page.waitForLoadState('load'), page.click('form[action$="/chuyen"] button')]);
  await openStep(page, code);
  await page.check('input[name="granted"][value="0"]');
  await page.fill('#title', 'Thông báo về việc không đăng ký');
  await Promise.all([page.waitForNavigation(), page.click('form[action$="/du-thao"] button:not([formaction])')]);
  expect(await page.locator('.error-summary').innerText(), 'what is missing', /phải nêu lý do/);
  expect(await page.inputValue('#title'), 'what was typed', 'Thông báo về việc không đăng ký');
});
