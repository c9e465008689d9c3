// Indicators: a number down to its records, a definition with its preview, a report that another person approves.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';

const STATISTICIAN = 'thongke';
const OFFICER = 'chuyenvien.khcn';
const COMMUNE = 'chutich.concuong';

async function signIn(t, login, options = {}) {
  const page = await t.page(options);
  await page.goto('/dang-nhap');
  await page.fill('input[name="login"]', login);
  await page.fill('input[type="password"]', 'dung-thu-2026');
  await Promise.all([page.waitForLoadState('load'), page.click('main form button[type="submit"]')]);
  return page;
}

async function follow(page, link) {
  await Promise.all([page.waitForLoadState('load'), link.click()]);
}

async function press(page, words, done) {
  const button = page.locator('main button', { hasText: words }).first();
  await Promise.all([page.waitForURL(done), button.click()]);
}

/** Waits until the sample's dossiers have been counted: the pack came after some of them. */
async function counted(page, path) {
  for (let n = 0; n < 60; n += 1) {
    await page.goto(path);
    const words = await page.locator('main .stat').first().innerText();
    if (!(await page.locator('main .notice.warn').count()) && /\d %/.test(words)) return words;
    await page.waitForTimeout(1000);
  }
  throw new Error('the facts were not counted within a minute');
}

for (const phone of [true, false]) {
  const width = phone ? 360 : 1280;

  test(`a number leads down to the codes of its dossiers at ${width}`, async (t) => {
    const page = await signIn(t, STATISTICIAN, { phone });
    await counted(page, '/chi-so/ty_le_ho_so_dung_han');
    await page.goto('/chi-so');
    expect(await page.locator('main').innerText(), 'the list', /Tỷ lệ hồ sơ nộp trực tuyến/);
    await t.assertGood(page);
    await t.picture(page, `indicators-list-${width}`);
    await follow(page, page.locator('main a', { hasText: 'Tỷ lệ hồ sơ giải quyết đúng hạn' }).first());
    await follow(page, page.locator('main nav a', { hasText: 'Xã, phường' }).first());
    expect(await page.locator('main').innerText(), 'made of', /hồ sơ giải quyết đúng hạn/);
    await t.assertGood(page);
    await t.picture(page, `indicators-number-${width}`);
    await follow(page, page.locator('main a[href*="su-kien=closed"]').first());
    expect(await page.locator('main tbody').innerText(), 'codes', /H41\./);
    await t.assertGood(page);
    await t.picture(page, `indicators-records-${width}`);
  });

  test(`a commune reports and the statistician approves and locks at ${width}`, async (t) => {
    const code = phone ? 'ho_co_cap_quang' : 'kinh_te_so_grdp';
    const fields = phone ? ['so_ho_co_cap_quang', 'tong_so_ho'] : ['gia_tri_kinh_te_so', 'grdp'];
    t.excuse(/status of 422/);
    const sender = await signIn(t, phone ? COMMUNE : OFFICER, { phone });
    await sender.goto('/chi-so');
    await t.assertGood(sender);
    await sender.goto(`/chi-so/${code}`);
    await follow(sender, sender.locator('main a', { hasText: 'Số báo cáo' }).first());
    const address = sender.url();
    await sender.fill(`#so-${fields[0]}`, 'nhiều');
    await sender.fill(`#so-${fields[1]}`, '2.000');
    await press(sender, 'Gửi duyệt', /bao-cao$/);
    expect(await sender.locator('main').innerText(), 'said at the field', /“nhiều” không phải là số/);
    await t.assertGood(sender);
    await t.picture(sender, `indicators-report-wrong-${width}`);
    await sender.fill(`#so-${fields[0]}`, '1.200');
    await press(sender, 'Gửi duyệt', /xong=gui/);
    await t.assertGood(sender);
    await t.picture(sender, `indicators-report-${width}`);

    const boss = await signIn(t, STATISTICIAN, { phone });
    const place = new URL(sender.url()).searchParams.get('co-quan');
    await boss.goto(`${address}&co-quan=${place}`);
    await boss.locator('main button[value="approve"]').click();
    await boss.waitForURL(/xong=duyet/);
    expect(await boss.locator('main section ol').first().innerText(), 'approved', /Đã duyệt[\s\S]*1\.200/);
    await t.assertGood(boss);
    await t.picture(boss, `indicators-approve-${width}`);
    const rest = boss.locator('form[action$="/duyet-het"] button');
    if (await rest.count()) {
      t.excuse(/status of 409/);
      await press(boss, 'Khóa kỳ này', /khoa$/);
      expect(await boss.locator('main').innerText(), 'no lock while reports wait', /chờ duyệt/);
      await boss.goto(`${address}&co-quan=${place}`);
      await rest.click();
      await boss.waitForURL(/xong=duyet/);
    }
    await press(boss, 'Khóa kỳ này', /xong=khoa/);
    expect(await boss.locator('main').innerText(), 'locked', /Đã khóa/);
  });
}

for (const javaScript of [true, false]) {
  test(`a definition is tried and stored ${javaScript ? 'with' : 'without'} scripts`, async (t) => {
    const code = javaScript ? 'ty_le_ton' : 'ty_le_ton_hai';
    t.excuse(/status of 422/);
    const page = await signIn(t, STATISTICIAN, { javaScript });
    await page.goto('/chi-so/moi');
    if (javaScript) await t.assertGood(page);
    await page.fill('#code', code);
    await page.fill('#title', 'Tỷ lệ hồ sơ chưa xong');
    await page.fill('#unit', '%');
    await page.fill('#numerator', `${code} + 1`);
    await page.fill('#denominator', 'received');
    for (const field of ['method', 'source', 'legal_basis', 'responsible']) await page.fill(`#${field}`, 'Văn phòng');
    await press(page, 'Xem trước', /moi$/);
    expect(await page.locator('main').innerText(), 'refused', /không được tính từ chính nó/);
    if (javaScript) {
      await t.assertGood(page);
      await t.picture(page, 'indicators-define-wrong-1280');
    }
    await page.fill('#numerator', 'received - closed');
    await press(page, 'Xem trước', /moi$/);
    expect(await page.locator('#xem-truoc').innerText(), 'the number before it is stored', /%|mẫu số/);
    if (javaScript) {
      await t.assertGood(page);
      await t.picture(page, 'indicators-define-1280');
    }
    await press(page, 'Lưu', /xong=1/);
    expect(await page.locator('main').innerText(), 'stored', /Đã lưu định nghĩa/);
  });
}

test('every counter is what an independent script counts from the dossiers', async (t) => {
  const page = await signIn(t, STATISTICIAN);
  await counted(page, '/chi-so/ty_le_ho_so_dung_han');
  const script = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'recount.py');
  const said = execFileSync('python3', [script, path.join(t.server.data, 'sample.db')], { encoding: 'utf8' });
  expect(said, 'the recount', /^\d+ facts in \d+ counters agree/);
});
