// Assigned work: a leader assigns from a notice and from a number, communes and departments work, she confirms.
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';

const LEADER = 'lanhdao.tinh';
const COMMUNE = 'chutich.concuong';
const PLANNER = 'kehoach';

async function signIn(t, login, options = {}) {
  const page = await t.page(options);
  await page.goto('/dang-nhap');
  await page.fill('input[name="login"]', login);
  await page.fill('input[type="password"]', 'dung-thu-2026');
  await Promise.all([page.waitForLoadState('load'), page.click('main form button[type="submit"]')]);
  return page;
}

/** Presses a button and waits for the address that says the act was done. */
async function press(page, words, done) {
  const button = page.locator('main button', { hasText: words }).first();
  await Promise.all([page.waitForURL(done), button.click()]);
}

/** A day so many days from today, as people write it. */
function inDays(days) {
  const day = new Date(Date.now() + days * 86_400_000);
  return `${day.getUTCDate()}/${day.getUTCMonth() + 1}/${day.getUTCFullYear()}`;
}

const notice = (subject) => `ỦY BAN NHÂN DÂN TỈNH NGHỆ AN
Số: 812/TB-UBND            Nghệ An, ngày 18 tháng 11 năm 2026
THÔNG BÁO
I. Đánh giá chung
1. Tỷ lệ hồ sơ trực tuyến đạt 71,6 %.
II. Nhiệm vụ
1. Giao Sở Nông nghiệp và Môi trường chủ trì, phối hợp với Công an tỉnh ${subject} xong trước ngày ${inDays(40)}.
2. UBND các xã, phường:
a) Rà soát ${subject}; hoàn thành trước ngày ${inDays(60)}.
3. UBND huyện Con Cuông bàn giao tài liệu.
Nơi nhận:
`;

/** Fills only what is on the page; answers the row's address in the list that the page goes to. */
async function assignFromNotice(page, subject) {
  await page.goto('/viec-giao/thong-bao');
  await page.fill('#notice-text', notice(subject));
  await Promise.all([page.waitForLoadState('load'), page.click('main form button[type="submit"]')]);
  expect(await page.inputValue('#number'), 'number of the notice', /812\/TB-UBND/);
  const ticked = await page.locator('input[name$="-tick"]:checked').count();
  if (ticked !== 2) throw new Error(`${ticked} paragraphs were ticked, not II.1 and II.2.a`);
}

for (const phone of [true, false]) {
  const width = phone ? 360 : 1280;
  test(`a notice becomes work for a department and for 130 communes at ${width}`, async (t) => {
    const subject = `hồ sơ đất đai ${width}`;
    const leader = await signIn(t, LEADER, { phone });
    await assignFromNotice(leader, subject);
    await t.assertGood(leader);
    await t.picture(leader, `assigned-notice-${width}`);
    await press(leader, 'Giao các mục đã chọn', /nhom=running/);
    expect(await leader.locator('main').innerText(), 'said', /Đã giao 2 việc từ thông báo/);
    await t.assertGood(leader);
    await t.picture(leader, `assigned-list-${width}`);
    const parent = await leader.locator('main tbody a', { hasText: `Rà soát ${subject}` }).first().getAttribute('href');

    const commune = await signIn(t, COMMUNE, { phone });
    await commune.goto('/viec-giao?nhom=todo');
    await t.assertGood(commune);
    const link = commune.locator('main tbody a', { hasText: `Rà soát ${subject}` }).first();
    await Promise.all([commune.waitForLoadState('load'), link.click()]);
    await press(commune, 'Nhận việc', /xong=accepted/);
    await commune.fill('#percent', '45');
    await commune.fill('#report-words', 'Đã rà soát ba thôn');
    await press(commune, 'Gửi báo cáo', /xong=reported/);
    await t.assertGood(commune);
    await t.picture(commune, `assigned-work-${width}`);
    await commune.fill('#number', '12/BC-UBND');
    await press(commune, 'Trình kết quả', /xong=submitted/);

    await leader.goto(parent);
    expect(await leader.locator('main').innerText(), 'what waits', /0 trên 130 cơ quan đã xong/);
    await t.assertGood(leader);
    await t.picture(leader, `assigned-fan-out-${width}`);
    await leader.locator('input[name="c"]').first().check();
    await press(leader, 'Xác nhận các cơ quan đã chọn', /xong=confirmed/);
    expect(await leader.locator('h2#con-lai').innerText(), 'gathered', /1 trên 130 cơ quan đã xong/);
    await press(leader, 'Đôn đốc các cơ quan chưa trình', /xong=chased/);
    expect(await leader.locator('main').innerText(), 'chased', /Đôn đốc 129 cơ quan chưa trình/);
  });
}

for (const javaScript of [true, false]) {
  test(`an extension is asked and answered ${javaScript ? 'with' : 'without'} scripts`, async (t) => {
    const subject = `Số hóa kho lưu trữ ${javaScript ? 'A' : 'B'}`;
    const leader = await signIn(t, LEADER, { javaScript });
    await leader.goto('/viec-giao/moi?tu=indicator:thu&nguon=H%E1%BB%93%20s%C6%A1');
    await leader.fill('#title', subject);
    await leader.fill('#product', 'Báo cáo');
    await leader.fill('#names', 'UBND xã Con Cuông');
    await leader.fill('#days', '10');
    if (javaScript) await t.assertGood(leader);
    await press(leader, 'Giao việc', /xong=assigned/);
    const one = leader.url().split('?')[0];

    const commune = await signIn(t, COMMUNE, { javaScript });
    await commune.goto(one);
    await commune.locator('summary', { hasText: 'Xin gia hạn' }).click();
    await commune.fill('#extension', inDays(90));
    await commune.fill('#reason', 'Kho đang sửa');
    await press(commune, 'Gửi đề nghị', /xong=extension_asked/);

    await leader.goto('/viec-giao?nhom=waiting');
    await Promise.all([leader.waitForLoadState('load'), leader.locator('main tbody a', { hasText: subject }).click()]);
    if (javaScript) await t.picture(leader, 'assigned-extension-1280');
    await leader.locator('input[name="g"][value="dung"]').check();
    await press(leader, 'Gửi trả lời', /xong=extension_granted/);
    expect(await leader.locator('main').innerText(), 'the first day is kept', /Hạn đầu tiên/);
  });
}

test('keys lead through the list, and a planner elsewhere sees but does not decide', async (t) => {
  const leader = await signIn(t, LEADER);
  await leader.goto('/viec-giao/moi');
  await leader.fill('#title', 'Việc để xem bằng phím');
  await leader.fill('#product', 'Báo cáo');
  await leader.fill('#names', 'UBND xã Con Cuông');
  await leader.fill('#days', '3');
  await press(leader, 'Giao việc', /xong=assigned/);
  const one = leader.url().split('?')[0];
  await leader.goto('/viec-giao?nhom=running');
  await leader.keyboard.press('j');
  await Promise.all([leader.waitForURL(/viec-giao\/[0-9a-f-]{36}/), leader.keyboard.press('Enter')]);
  const planner = await signIn(t, PLANNER);
  await planner.goto(one);
  expect(await planner.locator('h1').innerText(), 'seen', /Việc để xem bằng phím/);
  if ((await planner.locator('main form').count()) > 0) throw new Error('a planner elsewhere has a form');
});
