// A mother on a phone, without a script: finds, reads, answers, leaves, comes back on another device, files, follows.
import { readFileSync } from 'node:fs';
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';

// A photograph small enough to write down: one grey point.
const PHOTO = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q==',
  'base64',
);

/** Answers of the electronic form by the name of the control; choices are ticked, the rest is typed. */
const ANSWERS = {
  relation: 'mother',
  'requester_name-family': 'Vi', 'requester_name-middle': 'Thị', 'requester_name-given': 'Thử',
  'requester_birth-d': '2', 'requester_birth-m': '3', 'requester_birth-y': '1999',
  requester_paper: 'identity', requester_number: '040199123862',
  requester_residence_kind: 'permanent',
  phone: '0868415207',
  'child_name-family': 'Lô', 'child_name-middle': 'Thử', 'child_name-given': 'Bé',
  child_sex: 'male', child_people: '03', child_nationality: 'vietnamese',
  birthplace_kind: 'elsewhere', birth_proof: 'paper',
  has_father: 'no', mother_people: '03', mother_nationality: 'vietnamese',
  married: 'no', copies: '0',
};

/** Yesterday in Vietnam: the child's day of birth. */
function yesterday() {
  const day = new Date(Date.now() + 7 * 3600_000 - 86_400_000);
  return { d: String(day.getUTCDate()), m: String(day.getUTCMonth() + 1), y: String(day.getUTCFullYear()) };
}

async function fillQuestion(page) {
  const born = yesterday();
  const answers = { ...ANSWERS, 'child_birth-d': born.d, 'child_birth-m': born.m, 'child_birth-y': born.y };
  const main = page.locator('main form[method=post]').last();
  for (const control of await main.locator('input:not([type=hidden]):not([readonly]), select').all()) {
    const name = await control.getAttribute('name');
    const type = await control.getAttribute('type');
    if (type === 'radio') {
      if (answers[name] && (await control.getAttribute('value')) === answers[name]) await control.check();
    } else if (name?.endsWith('-unit')) {
      const commune = await control.locator('option', { hasText: 'Con Cuông' }).first().getAttribute('value');
      await control.selectOption(commune);
    } else if (name in answers) {
      if ((await control.evaluate((e) => e.tagName)) === 'SELECT') await control.selectOption(answers[name]);
      else if ((await control.inputValue()) === '') await control.fill(answers[name]);
    }
  }
}

/** Begins a draft from the procedure's page and answers its address and key. */
async function begin(page) {
  await page.goto('/thu-tuc?q=dang+ky+khai+sinh');
  await page.getByRole('link', { name: /đăng ký khai sinh/i }).first().click();
  await page.locator('form[action="/nop"] button').click();
  if (page.url().includes('/nop/bat-dau')) {
    await page.locator('input[name="truong-hop"][value=ordinary]').check();
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.getByRole('button', { name: 'Bắt đầu khai' }).click();
  }
  await page.waitForURL(/\/ma-giu$/);
  return { base: page.url().replace(/\/ma-giu$/, ''), key: (await page.locator('b.code').innerText()).trim() };
}

async function introduce(page) {
  await page.locator('a.btn').first().click();
  await page.selectOption('#xa', { label: await page.locator('#xa option', { hasText: 'Con Cuông' }).first().innerText() });
  await page.getByRole('button', { name: 'Tiếp tục' }).last().click();
  await page.locator('input[name="tu-cach"][value=birth_relative]').check();
  await page.fill('#ten', 'Vi Thị Thử');
  await page.fill('#so', '040199123862');
  await page.fill('#sinh', '2/3/1999');
  await page.fill('#dien-thoai', '0868415207');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.fill('#ten', 'Lô Thử Bé');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
}

async function answerForm(page, stop) {
  for (let asked = 0; asked < 60 && !stop(page.url()); asked += 1) {
    await fillQuestion(page);
    await page.locator('main form button[value=continue]').last().click();
    const wrong = await page.locator('.error-summary').allInnerTexts();
    if (wrong.length > 0) throw new Error(`${page.url()}: ${wrong.join(' ')}`);
  }
}

async function sendPapers(page) {
  for (const box of await page.locator('input[type=file]').all()) {
    const hint = await box.evaluate((e) => e.closest('section').innerText);
    if (/Không bắt buộc/.test(hint) || /Đã nhận đủ/.test(hint)) continue;
    await box.setInputFiles({ name: 'giay chung sinh.jpg', mimeType: 'image/jpeg', buffer: PHOTO });
    await box.evaluate((e) => e.closest('form').id || (e.closest('form').id = 'dang-gui'));
    await page.locator('#dang-gui button').click();
    return true;
  }
  return false;
}

test(
  'a mother files a birth on a phone without JavaScript, leaves in the middle and goes on elsewhere',
  async (t) => {
    const first = await t.page({ phone: true, javaScript: false });
    const { base, key } = await begin(first);
    await t.picture(first, 'citizen-key-360');
    await introduce(first);
    await answerForm(first, (url) => url.includes('child-sex-page'));

    const page = await t.page({ phone: true, javaScript: false });
    await page.goto('/nop/mo-lai');
    await page.fill('#ma', key.toLowerCase().replaceAll('-', ' '));
    await page.getByRole('button', { name: 'Mở' }).click();
    await t.picture(page, 'citizen-tasks-360');
    await page.getByRole('link', { name: 'Làm tiếp', exact: true }).first().click();
    await answerForm(page, (url) => url.includes('/giay-to'));
    while (await sendPapers(page)) await page.waitForURL(/giay-to/);
    await t.picture(page, 'citizen-papers-360');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.locator('input[name=nhan][value=counter]').check();
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.waitForURL(/kiem-tra$/);
    await t.picture(page, 'citizen-check-360');
    await page.locator('#agree').check();
    await page.getByRole('button', { name: 'Nộp hồ sơ đăng ký khai sinh' }).click();
    await page.waitForURL(/da-nop$/);
    const code = (await page.locator('.receipt .code').innerText()).trim();
    expect(/^H41\.[\d.]+-\d{6}-\d{4,}$/.test(code), `the code ${code}`, true);
    await t.picture(page, 'citizen-filed-360');
    const receipt = await page.getByRole('link', { name: 'Tải biên nhận nộp hồ sơ (PDF)' }).getAttribute('href');
    const paper = await page.context().request.get(receipt);
    expect(paper.status(), 'the receipt of filing', 200);
    expect((await paper.body()).subarray(0, 4).toString(), 'a PDF', '%PDF');
    await page.goto('/cua-toi/ai-da-xem');
    expect(new URL(page.url()).pathname, 'a key opens no record of looks', '/dang-nhap');

    // The page can be opened again, and the button pressed again is the same dossier.
    await page.goto(`${base}/kiem-tra`);
    expect(page.url(), 'a filed draft', `${base}/da-nop`);
    expect((await page.locator('.receipt .code').innerText()).trim(), 'the same code', code);

    const visitor = await t.page({ phone: true, javaScript: false });
    await visitor.goto(`/tra-cuu?ma=${code}`);
    await visitor.fill('#so', '3862');
    await visitor.getByRole('button', { name: 'Tra cứu' }).click();
    expect((await visitor.locator('h1').innerText()).includes('Lô T. B.'), 'the name is masked', true);
    await t.picture(visitor, 'citizen-tracked-360');

    // The box on the home page finds the same dossier.
    await visitor.goto('/');
    await visitor.fill('#ma', code);
    await visitor.fill('#so', '3862');
    await visitor.locator('form[action="/tra-cuu"] button').click();
    expect((await visitor.locator('h1').innerText()).includes('Lô T. B.'), 'looked up from the home page', true);

    // No working note of the department is shown.
    await visitor.goto('/thu-tuc/1.001193');
    const body = await visitor.locator('main').textContent();
    expect(/Câu hỏi còn mở|Cần đối chiếu|Bản ghi quốc gia/.test(body), 'working notes', false);
  },
  { timeoutMs: 180_000 },
);

test('the pages of filing keep every promise of a page', async (t) => {
  t.excuse(/status of 4\d\d/);
  for (const phone of [true, false]) {
    const page = await t.page({ phone });
    await page.goto('/nop/bat-dau?thu-tuc=1.001193');
    await t.assertGood(page);
    await page.goto('/nop/bat-dau?thu-tuc=1.001193&truong-hop=ordinary');
    await t.assertGood(page);
    await page.getByRole('button', { name: 'Bắt đầu khai' }).click();
    await t.assertGood(page);
    const base = page.url().replace(/\/ma-giu$/, '');
    for (const part of ['', '/noi-nop', '/nguoi-nop', '/relation-page', '/child-birth-page', '/giay-to', '/nhan-ket-qua', '/kiem-tra']) {
      await page.goto(base + part);
      await t.assertGood(page);
    }
    for (const path of ['/nop/mo-lai', '/cua-toi', '/tra-cuu', '/kiem-tra/khong-co']) {
      await page.goto(path);
      await t.assertGood(page);
    }
  }
}, { timeoutMs: 180_000 });

test('who looked at my data is read after signing in, on a phone and on a desk', async (t) => {
  for (const phone of [true, false]) {
    const page = await t.page({ phone });
    await page.goto('/dang-nhap');
    await page.fill('input[name="login"]', 'congdan');
    await page.fill('input[type="password"]', 'dung-thu-2026');
    await Promise.all([page.waitForLoadState('load'), page.click('main form button[type="submit"]')]);
    await page.goto('/cua-toi');
    await t.assertGood(page);
    await page.getByRole('link', { name: 'Ai đã xem dữ liệu của tôi' }).click();
    expect(await page.locator('h1').innerText(), 'heading', 'Ai đã xem dữ liệu của tôi');
    await t.assertGood(page);
    await t.picture(page, `citizen-looked-${phone ? 360 : 1280}`);
  }
});

test('the citizen pages weigh what they may weigh', async (t) => {
  for (const path of ['/nop/bat-dau?thu-tuc=1.001193&truong-hop=ordinary', '/nop/mo-lai', '/tra-cuu']) {
    const load = await t.assertBudget(path, 'citizen');
    console.log(`       ${path}: ${(load.total / 1024).toFixed(1)} KB on the wire`);
  }
});

test('a wrong file is refused with its name and reason while the good one stays', async (t) => {
  t.excuse(/status of 422/);
  const page = await t.page({ phone: true });
  await page.goto('/nop/bat-dau?thu-tuc=1.001193&truong-hop=ordinary');
  await page.getByRole('button', { name: 'Bắt đầu khai' }).click();
  const base = page.url().replace(/\/ma-giu$/, '');
  await page.goto(`${base}/giay-to`);
  const send = async (name, mimeType, buffer) => {
    const form = page.locator('form.drop').first();
    await form.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
    await form.locator('button').click();
    await page.waitForLoadState('load');
  };
  await send('trang mot.jpg', 'image/jpeg', PHOTO);
  await page.getByText('trang mot.jpg').first().waitFor();
  await send('don.pdf', 'application/pdf', readFileSync(process.execPath).subarray(0, 4096));
  await page.locator('.error-summary', { hasText: 'don.pdf' }).waitFor();
  expect(await page.getByText('trang mot.jpg').first().isVisible(), 'the good file is still there', true);
});
