// A plan is followed: a clerk reports in a minute, the standing office chases and accepts, a leader drills, anybody reads.
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';

const CLERK = 'chuyenvien.khcn';
const PLANNER = 'kehoach';
const LEADER = 'lanhdao.tinh';
const PLAN = '/ke-hoach/3050-qd-ubnd-2024';
const OPEN = '/cong-khai/ke-hoach/3050-qd-ubnd-2024';

async function signIn(t, login, options = {}) {
  t.excuse(/icon\.\w+\.svg net::ERR_ABORTED/);
  const page = await t.page(options);
  await page.goto('/dang-nhap');
  await page.fill('input[name="login"]', login);
  await page.fill('input[type="password"]', 'dung-thu-2026');
  await page.click('main form button[type="submit"]');
  await page.waitForURL((address) => address.pathname !== '/dang-nhap');
  return page;
}

/** Follows a link or presses a button and waits for the page behind it. */
const go = (page, target) => Promise.all([page.waitForNavigation(), target.click()]);

/** The page of the round that runs, once the clock has opened it. */
async function round(page) {
  for (let i = 0; i < 20; i += 1) {
    await page.goto(PLAN);
    const link = page.locator('main .stat a[href*="/ky/"]');
    if ((await link.count()) > 0) return link.first().getAttribute('href');
    await page.waitForTimeout(500);
  }
  throw new Error('no round opens');
}

for (const phone of [true, false]) {
  const width = phone ? 360 : 1280;

  test(`a leader sees the plan on one page and drills to agency, task and target at ${width}`, async (t) => {
    const page = await signIn(t, LEADER, { phone });
    await round(page);
    await page.goto(PLAN);
    const main = await page.locator('main').innerText();
    expect(main, 'targets against their path', /Chỉ tiêu đúng đường/);
    expect(main, 'the rule is said', /dưới 95% của đường đi/);
    await t.assertGood(page);
    await t.picture(page, `plan-page-${width}`);
    await page.goto(`${PLAN}/nhiem-vu`);
    await t.assertGood(page);
    await go(page, page.locator('main tbody th a').first());
    expect(await page.locator('main').innerText(), 'the task', /Diễn biến/);
    expect(await page.locator('a[href^="/viec-giao/moi?tu=plan-task%3A"]').count(), 'work can be assigned from it', 1);
    await t.assertGood(page);
    await t.picture(page, `plan-task-${width}`);
    await page.goto(`${PLAN}?xem=tat-ca`);
    await go(page, page.locator('table.plan tbody th a').first());
    expect(await page.locator('main').innerText(), 'the target', /Số này từ đâu/);
    await t.assertGood(page);
    await t.picture(page, `plan-target-${width}`);
    await page.goto(PLAN);
    await go(page, page.locator('#co-quan ~ .scroll tbody a').first());
    expect(await page.locator('h1').innerText(), 'the agency', /Nhiệm vụ của /);
    await t.assertGood(page);
  });

  test(`a clerk reports in a minute and it counts once accepted at ${width}`, async (t) => {
    const words = `Đã hướng dẫn và kiểm tra tại các xã, lần ${width}.`;
    t.excuse(/422 \(Unprocessable Entity\)/);
    const clerk = await signIn(t, CLERK, { phone });
    await round(clerk);
    await clerk.goto('/ke-hoach/viec');
    await t.assertGood(clerk);
    await t.picture(clerk, `plan-agency-${width}`);
    // Not of a target: its figure is another form.
    await go(clerk, clerk.locator('main a[href*="/bao-cao/task/"]').first());
    await t.assertGood(clerk);
    await clerk.fill('#percent', 'nhiều');
    await clerk.fill('#words', words);
    await go(clerk, clerk.locator('main form button[type="submit"]'));
    expect(await clerk.locator('.error-summary').innerText(), 'a number is asked for', /từ 0 đến 100/);
    expect(await clerk.inputValue('#words'), 'what was typed stays', words);
    await t.assertGood(clerk);
    await t.picture(clerk, `plan-report-${width}`);
    await clerk.fill('#percent', '60');
    if ((await clerk.locator('#reason').count()) > 0) await clerk.fill('#reason', 'Chờ hướng dẫn của bộ.');
    const pdf = { name: 'bien-ban.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n1 0 obj\n%%EOF\n') };
    await clerk.setInputFiles('#files', pdf);
    await go(clerk, clerk.locator('main form button[type="submit"]'));
    expect(new URL(clerk.url()).pathname, 'back at the list', '/ke-hoach/viec');

    const planner = await signIn(t, PLANNER, { phone });
    const href = await round(planner);
    await planner.goto(href);
    await t.assertGood(planner);
    await t.picture(planner, `plan-round-${width}`);
    // The oldest stand first and fifty at once: what waits is answered until the clerk's report comes.
    let found = planner.locator('.panel', { hasText: words });
    for (let i = 0; i < 10 && (await found.count()) === 0; i += 1) {
      await go(planner, planner.locator('form[action$="/nhan"] button').first());
      await planner.goto(href);
      found = planner.locator('.panel', { hasText: words });
    }
    if ((await found.count()) > 0) {
      await go(planner, found.locator('form[action$="/nhan"] button'));
      expect(await planner.locator('[role=status]').first().innerText(), 'accepted', /Đã nhận 1 báo cáo/);
    }
  });
}

test('one click chases every silent agency and stands at its page', async (t) => {
  const planner = await signIn(t, PLANNER);
  const href = await round(planner);
  await planner.goto(href);
  await planner.fill('#note', 'Đề nghị báo cáo trong tuần.');
  await go(planner, planner.locator('form[action$="/don-doc"] button.btn').first());
  expect(await planner.locator('[role=status]').first().innerText(), 'said how many', /Đã đôn đốc \d+ cơ quan/);
  await t.assertGood(planner);
});

test('a planner looses a target from its indicator and binds it again', async (t) => {
  const page = await signIn(t, PLANNER);
  await page.goto(`${PLAN}?xem=tat-ca`);
  await go(page, page.locator('table.plan tbody th a', { hasText: 'Cán bộ, công chức' }).first());
  const before = await page.inputValue('#indicator');
  const bind = async (code) => {
    await page.selectOption('#indicator', code);
    await go(page, page.locator('form[action$="/gan"] button'));
    return page.locator('aside').innerText();
  };
  expect(await bind(''), 'its owner reports it', /báo cáo từng kỳ/);
  expect(await bind({ index: 1 }), 'where the number is from', /Cách tính, nguồn, người chịu trách nhiệm/);
  await t.assertGood(page);
  await bind(before);
  expect(await page.inputValue('#indicator'), 'as it was', before);
});

test('money is entered by stage and the plan page adds it up', async (t) => {
  t.excuse(/422 \(Unprocessable Entity\)/);
  const page = await signIn(t, PLANNER);
  await page.goto(`${PLAN}/kinh-phi`);
  await t.assertGood(page);
  await go(page, page.locator('tbody th a').first());
  await page.check('input[name=stage][value=paid]');
  await page.fill('#dong', 'một tỷ');
  await go(page, page.locator('main form button[type="submit"]'));
  expect(await page.locator('.error-summary').innerText(), 'a number is asked for', /Hãy ghi một con số/);
  await t.assertGood(page);
  await page.fill('#dong', '1.500.000.000');
  await page.fill('#words', 'Theo xác nhận của Kho bạc.');
  await go(page, page.locator('main form button[type="submit"]'));
  expect(await page.locator('main').innerText(), 'it holds', /Đã chi: 1\.500\.000\.000 đ/);
});

test('anybody reads the plan and takes its numbers along, without a script', async (t) => {
  for (const phone of [true, false]) {
    const page = await t.page({ phone, javaScript: false });
    await page.goto('/cong-khai/ke-hoach');
    await go(page, page.locator(`main a[href="${OPEN}"]`));
    expect(await page.locator('main').innerText(), 'targets', /Chỉ tiêu/);
    await t.picture(page, `plan-public-${phone ? 360 : 1280}`);
  }
  const page = await t.page();
  await page.goto(OPEN);
  await t.assertGood(page);
  const csv = await page.request.get(t.url(`${OPEN}.csv`));
  expect(csv.headers()['content-type'], 'a table', /^text\/csv/);
  expect(await csv.text(), 'with targets', /"Chỉ tiêu"/);
});

test('the leader’s phone page stays within its budget', async (t) => {
  const page = await signIn(t, LEADER, { phone: true });
  await round(page);
  const cookies = await page.context().cookies();
  await t.assertBudget(PLAN, 'leader', { cookies });
});
