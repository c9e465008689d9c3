// The one-stop desk by keyboard: a walk-in in three page loads and sixty keys, the online queue's pages, hand-over.
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';

const CARD = '040199001862|187654321|Vi Thị Hoài Thương|05061999|Nữ|Bản Nưa, Yên Khê, Con Cuông, Nghệ An|12052021';
const CLERK = 'tiepnhan.concuong';
const DIRECTOR = 'giamdoc.concuong';

async function signIn(t, login, options = {}) {
  // Keys are quicker than the browser's own wish for the icon.
  t.excuse(/icon\.\w+\.svg net::ERR_ABORTED/);
  const page = await t.page(options);
  await page.goto('/dang-nhap');
  await page.fill('input[name="login"]', login);
  await page.fill('input[type="password"]', 'dung-thu-2026');
  await page.click('main form button[type="submit"]');
  await page.waitForURL((address) => address.pathname !== '/dang-nhap');
  return page;
}

/** Counts what a person presses, typed data apart, and the documents that are loaded. */
function counting(page) {
  const count = { keys: 0, loads: 0 };
  page.on('request', (r) => {
    if (r.isNavigationRequest() && r.redirectedFrom() === null) count.loads += 1;
  });
  const press = async (key, times = 1) => {
    for (let i = 0; i < times; i += 1) {
      count.keys += 1;
      await page.keyboard.press(key);
    }
  };
  return { count, press };
}

/** One walk-in by keyboard alone; answers the receipt's address. */
async function walkIn(page, press, ready) {
  await page.goto('/quay/tiep-nhan');
  await page.waitForFunction(() => document.activeElement.id === 'scan');
  await page.keyboard.insertText(CARD); // the scanner types, then its Enter
  await page.keyboard.press('Enter');
  while ((await page.evaluate(() => document.activeElement.id)) !== 'procedure') await press('Tab');
  await page.keyboard.type('1.001193');
  await Promise.all([page.waitForNavigation(), press('Enter')]);
  await ready();
  await press('2'); // the form is ticked already
  // Nobody was authorised: the paper that only then is due is judged, by keyboard too.
  while ((await page.evaluate(() => document.activeElement.id)) !== 'not_due-2') await press('Tab');
  await press('Space');
  await Promise.all([page.waitForNavigation(), press('Control+Enter')]);
}

test('a clerk receives a walk-in with three page loads and at most sixty keys', async (t) => {
  const page = await signIn(t, CLERK);
  const { count, press } = counting(page);
  await walkIn(page, press, async () => {
    expect(await page.inputValue('#name'), 'the card fills the name', 'Vi Thị Hoài Thương');
    expect(await page.locator('main').innerText(), 'the card of the old commune', /Thẻ ghi Xã Yên Khê, nay là Xã Con Cuông/);
    await t.assertGood(page);
    await t.picture(page, 'desk-intake-1280');
  });
  expect(new URL(page.url()).pathname, 'the receipt', /^\/quay\/da-nhan\//);
  expect(await page.locator('h1').innerText(), 'the receipt says so', /Đã tiếp nhận/);
  await t.assertGood(page);
  await t.picture(page, 'desk-received-1280');
  if (count.loads > 3) throw new Error(`${count.loads} page loads, at most 3`);
  if (count.keys > 60) throw new Error(`${count.keys} keys, at most 60`);
  console.log(`       walk-in: ${count.loads} page loads, ${count.keys} keys besides typed data`);
});

test('a walk-in is received without JavaScript too', async (t) => {
  const page = await signIn(t, CLERK, { javaScript: false });
  await page.goto('/quay/tiep-nhan');
  await page.fill('#scan', CARD);
  await page.fill('#procedure', 'khai sinh');
  await page.click('.actionbar button[value="look"]');
  const pick = page.locator('button[name="pick"][value="1.001193"]');
  if ((await pick.count()) > 0) await pick.click();
  await page.check('input[name="papers"][value="giay_chung_sinh"]');
  await page.check('input[name="not_due"][value="uy_quyen"]');
  await page.click('.actionbar button[value="receive"]');
  expect(await page.locator('h1').innerText(), 'the receipt', /Đã tiếp nhận/);
});

test('what is missing at the counter is said and everything typed is kept', async (t) => {
  t.excuse(/status of 422/);
  const page = await signIn(t, CLERK);
  await page.goto('/quay/tiep-nhan');
  await page.fill('#scan', CARD);
  await page.fill('#procedure', '1.001193');
  await page.click('.actionbar button[value="look"]');
  await page.fill('#note', 'Cần phiên dịch tiếng Thái');
  await page.fill('#number', '04019900186');
  await Promise.all([page.waitForNavigation(), page.click('.actionbar button[value="receive"]')]);
  await page.waitForFunction(() => document.activeElement.classList.contains('error-summary'));
  expect(await page.evaluate(() => document.activeElement.className), 'the summary has the focus', 'error-summary');
  expect(await page.inputValue('#note'), 'the note is kept', 'Cần phiên dịch tiếng Thái');
  await t.assertGood(page);
});

test('certified copies cost by the pages that the clerk counts, and nothing is received without them', async (t) => {
  t.excuse(/status of 422/);
  const page = await signIn(t, CLERK);
  await page.goto('/quay/tiep-nhan');
  await page.fill('#scan', CARD);
  await page.fill('#procedure', '2.000815');
  await page.click('.actionbar button[value="look"]');
  expect(await page.locator('main').innerText(), 'what the fee waits for', /chưa tính được, cần nhập Số trang của bản chính/);
  await page.check('input[name="papers"][value="ban_chinh"]');
  await Promise.all([page.waitForNavigation(), page.click('.actionbar button[value="receive"]')]);
  await t.assertGood(page);
  await t.picture(page, 'desk-copies-1280');
  expect(await page.isChecked('input[name="papers"][value="ban_chinh"]'), 'the tick is kept', true);
  await page.fill('#count-pages', '10');
  await page.fill('#quantity', '2');
  await Promise.all([page.waitForNavigation(), page.click('.actionbar button[value="look"]')]);
  expect(await page.locator('main').innerText(), 'two copies of ten pages', /24\.000/);
  await t.assertGood(page);
  await Promise.all([page.waitForNavigation(), page.click('.actionbar button[value="receive"]')]);
  expect(await page.locator('h1').innerText(), 'the receipt', /Đã tiếp nhận/);
});

test('a conditional paper that nobody judged is asked by its name', async (t) => {
  t.excuse(/status of 422/);
  const page = await signIn(t, CLERK);
  await page.goto('/quay/tiep-nhan');
  await page.fill('#scan', CARD);
  await page.fill('#procedure', '1.001193');
  await page.click('.actionbar button[value="look"]');
  await page.check('input[name="papers"][value="giay_chung_sinh"]');
  await page.fill('#note', 'Cần phiên dịch tiếng Thái');
  await Promise.all([page.waitForNavigation(), page.click('.actionbar button[value="receive"]')]);
  expect(await page.locator('.error-summary').innerText(), 'which paper', /hãy đánh dấu đã nhận, hoặc đánh dấu không thuộc trường hợp phải nộp/);
  expect(await page.inputValue('#note'), 'the note is kept', 'Cần phiên dịch tiếng Thái');
  await t.assertGood(page);
});

test('the list leaves as a file of every row', async (t) => {
  const page = await signIn(t, CLERK);
  const { press } = counting(page);
  await walkIn(page, press, async () => {});
  const code = await page.locator('.receipt .code').innerText();
  await page.goto('/quay?nhom=to-hand-over');
  for (const [format, mark] of [['csv', '\uFEFFMã hồ sơ'], ['xlsx', 'PK']]) {
    const href = await page.getAttribute(`a[href*="dang=${format}"]`, 'href');
    const file = await page.request.get(href);
    expect(file.status(), format, 200);
    const text = (await file.body()).toString('utf8');
    expect(text.startsWith(mark), `${format} begins`, true);
    if (format === 'csv') expect(text, 'the dossier is in it', new RegExp(code));
  }
});

test('the list moves, picks and hands over by keyboard, and the slip is shown', async (t) => {
  const page = await signIn(t, CLERK);
  const { press } = counting(page);
  await walkIn(page, press, async () => {});
  await page.goto('/quay?nhom=to-hand-over');
  await t.assertGood(page);
  await t.picture(page, 'desk-list-1280');
  await press('j');
  await press('x');
  expect(await page.locator('tbody input:checked').count(), 'rows picked', 1);
  await Promise.all([page.waitForNavigation(), press('c')]);
  expect(await page.locator('h1').innerText(), 'the slip has a number', /Phiếu bàn giao số \d+\/\d{4}/);
  await t.assertGood(page);
});

test('a key acts on the row one stands on, without picking it first', async (t) => {
  const page = await signIn(t, CLERK);
  const { press } = counting(page);
  await walkIn(page, press, async () => {});
  await page.goto('/quay?nhom=to-hand-over');
  expect(await page.locator('nav.tabs').innerText(), 'what comes back has its tab', /Chờ quầy xử lý/);
  await press('j');
  await Promise.all([page.waitForNavigation(), press('b')]);
  expect(new URL(page.url()).pathname, 'the supplement of that row', /^\/ho-so\/[^/]+\/bo-sung$/);
});

test('one dossier is readable at the desk and on a phone, and a code typed in the search box opens it', async (t) => {
  const page = await signIn(t, CLERK);
  const { press } = counting(page);
  await walkIn(page, press, async () => {});
  const code = await page.locator('.receipt .code').innerText();
  await page.goto('/quay');
  await press('/');
  await page.keyboard.type(code);
  await Promise.all([page.waitForNavigation(), press('Enter')]);
  expect(await page.locator('h1').innerText(), 'the dossier', new RegExp(code));
  await t.assertGood(page);
  await t.picture(page, 'desk-dossier-1280');
  const address = new URL(page.url()).pathname;
  const phone = await signIn(t, CLERK, { phone: true });
  for (const [path, name] of [[address, 'dossier'], ['/quay', 'list'], ['/quay/tiep-nhan', 'intake'], [`${address}/bo-sung`, 'supplement']]) {
    await phone.goto(path);
    await t.assertGood(phone);
    await t.picture(phone, `desk-${name}-360`);
  }
});

test('a supplement is asked with reason, paper and words, as the person will read it', async (t) => {
  t.excuse(/status of 422/);
  const page = await signIn(t, CLERK);
  const { press } = counting(page);
  await walkIn(page, press, async () => {});
  const id = new URL(page.url()).pathname.split('/').pop();
  await page.goto(`/ho-so/${id}/bo-sung`);
  await Promise.all([page.waitForNavigation(), press('Control+Enter')]);
  await t.assertGood(page);
  await page.check('input[name="reason"][value="unreadable"]');
  await page.check('input[name="components"][value="giay_chung_sinh"]');
  await page.fill('#words', 'Giấy chứng sinh mất góc dưới, chụp lại đủ bốn góc.');
  await page.click('button[value="preview"]');
  expect(await page.locator('aside').innerText(), 'what the person reads', /Đến lượt bạn: bổ sung 1 giấy tờ/);
  await t.assertGood(page);
  await t.picture(page, 'desk-supplement-1280');
  await Promise.all([page.waitForNavigation(), press('Control+Enter')]);
  expect(await page.locator('main').innerText(), 'the clock stands', /Chờ bổ sung từ/);
  await t.assertGood(page);
});

test('paper of a power cut waits for the director, who confirms the hour', async (t) => {
  const page = await signIn(t, CLERK);
  await page.goto('/quay/tiep-nhan');
  await page.fill('#scan', CARD);
  await page.fill('#procedure', '1.001193');
  await page.click('.actionbar button[value="look"]');
  await page.check('input[name="papers"][value="giay_chung_sinh"]');
  await page.check('input[name="not_due"][value="uy_quyen"]');
  await page.click('summary:has-text("Nhập bù")');
  await page.check('#late');
  const yesterday = new Date(Date.now() - 86_400_000 + 7 * 3_600_000);
  await page.fill('#true_received_at', `${yesterday.getUTCDate()}/${yesterday.getUTCMonth() + 1}/${yesterday.getUTCFullYear()}`);
  await page.fill('#true_time', '08:15');
  await page.fill('#late_reason', 'Mất điện cả buổi sáng');
  await page.click('.actionbar button[value="receive"]');
  expect(await page.locator('main').innerText(), 'it waits', /chờ giám đốc trung tâm xác nhận/);
  const director = await signIn(t, DIRECTOR);
  await director.goto('/quay/cho-duyet');
  expect(await director.locator('main').innerText(), 'the reason', /Mất điện cả buổi sáng/);
  await t.assertGood(director);
  await director.click('li:has-text("Mất điện cả buổi sáng") a');
  await t.assertGood(director);
  await director.click('button[name="late-decision"][value="yes"]');
  expect(await director.locator('main').innerText(), 'confirmed', /đã được xác nhận/);
});

test('the pages of the desk keep to the officer budget', async (t) => {
  const page = await signIn(t, CLERK);
  const cookies = await page.context().cookies();
  for (const path of ['/quay', '/quay/tiep-nhan']) {
    const load = await t.assertBudget(path, 'officer', { phone: false, cookies });
    console.log(`       ${path}: ${(load.total / 1024).toFixed(1)} KB on the wire`);
  }
});
