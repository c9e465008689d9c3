// What holds whatever a reader does to the look: text spacing (WCAG 1.4.12), forced colours, very long official names,
// and a focused field that no bar lies over (WCAG 2.4.11).
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';
import { Counter } from '../lib/counter.mjs';

/** The values of WCAG 1.4.12, as a reader's own style sheet would set them. */
const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }`;

const LONG =
  'Trung tâm Phục vụ hành chính công và Ứng dụng công nghệ thông tin Đặc khu Phú Quý thuộc Ủy ban nhân dân tỉnh Lâm Đồng';

async function signIn(t, login, options = {}) {
  const page = await t.page(options);
  await page.goto('/dang-nhap');
  await page.fill('input[name="login"]', login);
  await page.fill('input[type="password"]', 'dung-thu-2026');
  await Promise.all([page.waitForLoadState('load'), page.click('main form button[type="submit"]')]);
  return page;
}

/** A constructed sheet: the page's own policy allows no other, as it allows no inline style. */
const wear = (page, css) =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, css);

/** Texts that a box cuts off, and words outside the window; what a reader never sees is left out. */
const faults = (page) =>
  page.evaluate(() => {
    const found = [];
    const named = (e) => `${e.tagName.toLowerCase()}.${e.className} “${(e.innerText ?? '').trim().slice(0, 40)}”`;
    const scrolls = (e) => e.closest('.scroll, .sr, .skip, svg, [hidden]') !== null;
    for (const e of document.querySelectorAll('body *')) {
      if (e.closest('.sr, .skip, [hidden], svg')) continue;
      const style = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      if (style.display === 'none' || style.visibility === 'hidden' || box.width === 0) continue;
      const cutsX = ['hidden', 'clip'].includes(style.overflowX) && e.scrollWidth > e.clientWidth + 1;
      const cutsY = ['hidden', 'clip'].includes(style.overflowY) && e.scrollHeight > e.clientHeight + 1;
      // An ellipsis whose whole words stand in the title loses nothing.
      const whole = style.textOverflow === 'ellipsis' && e.title === e.innerText.trim();
      if ((cutsX || cutsY) && !whole && e.innerText?.trim()) found.push(`cut: ${named(e)}`);
      // A button or a field whose words do not fit runs into its neighbour.
      const tight = ['A', 'BUTTON', 'LABEL', 'TH', 'TD'].includes(e.tagName) && style.display !== 'inline';
      if (tight && e.scrollHeight > e.clientHeight + 2 && e.clientHeight > 0) found.push(`too low: ${named(e)}`);
      if (!scrolls(e) && e.children.length === 0 && e.innerText?.trim() && box.right > innerWidth + 1) found.push(`outside: ${named(e)}`);
    }
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 1) found.push(`sideways by ${wide} px`);
    return [...new Set(found)];
  });

/** Fields and buttons, one Tab after the other, that a sticky bar lies over while they have the focus. */
async function covered(page, presses) {
  const found = [];
  for (let n = 0; n < presses; n += 1) {
    await page.keyboard.press('Tab');
    const under = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return null;
      const box = e.getBoundingClientRect();
      for (const bar of document.querySelectorAll('.actionbar, .dense thead th')) {
        if (bar.contains(e) || e.contains(bar) || !bar.getClientRects().length) continue;
        const over = bar.getBoundingClientRect();
        const low = Math.min(box.bottom, over.bottom) - Math.max(box.top, over.top);
        const across = Math.min(box.right, over.right) - Math.max(box.left, over.left);
        if (low > 1 && across > 1) return `${e.tagName} ${e.id || e.name || e.innerText.slice(0, 30)} lies ${Math.round(low)} px under ${bar.className || bar.tagName}`;
      }
      return null;
    });
    if (under) found.push(under);
  }
  return [...new Set(found)];
}

const LEADER = ['/hom-nay', '/dieu-hanh', '/dieu-hanh/man-hinh'];
const OPEN = ['/', '/thu-tuc', '/nop/bat-dau?thu-tuc=1.001193&truong-hop=ordinary', '/tra-cuu'];
const DESK = ['/quay', '/quay/tiep-nhan'];

/** A dossier of the counter, as a page to look at. */
async function dossierPath(t) {
  const counter = await Counter.open(t.server.url);
  const received = await counter.receive();
  return `/ho-so/${received.location.match(/[0-9a-f-]{36}/)[0]}`;
}

async function look(t, page, path, phone, where) {
  await page.goto(path);
  await wear(page, SPACING);
  const found = await faults(page);
  await t.picture(page, `spacing-${where}-${phone ? 360 : 1280}`);
  expect(found.join('\n  '), `${path} at ${phone ? 360 : 1280} with wide spacing`, '');
}

for (const phone of [true, false]) {
  const at = phone ? 'a phone' : 'a desk';
  test(`no word is cut and nothing scrolls sideways with wide text spacing on ${at}`, async (t) => {
    const visitor = await t.page({ phone });
    for (const [n, path] of OPEN.entries()) await look(t, visitor, path, phone, `open-${n}`);
    const clerk = await signIn(t, 'tiepnhan.concuong', { phone });
    for (const [n, path] of [...DESK, await dossierPath(t)].entries()) await look(t, clerk, path, phone, `desk-${n}`);
    const officer = await signIn(t, 'hotich.concuong', { phone });
    await look(t, officer, '/viec', phone, 'work');
    const leader = await signIn(t, 'lanhdao.tinh', { phone });
    for (const [n, path] of LEADER.entries()) await look(t, leader, path, phone, `leader-${n}`);
  }, { timeoutMs: 180_000 });

  test(`official names of more than ninety letters stay within the leader's tables on ${at}`, async (t) => {
    const page = await signIn(t, 'lanhdao.tinh', { phone });
    await page.goto('/hom-nay');
    await page.evaluate((name) => document.querySelectorAll('tbody th').forEach((e) => (e.textContent = name)), LONG);
    expect((await faults(page)).join('\n  '), 'today', '');
    const cells = await page.locator('.table').first().evaluate((table) => {
      const row = table.tBodies[0]?.rows[0];
      return row ? { name: row.cells[0].getBoundingClientRect().width, page: innerWidth, row: row.getBoundingClientRect().height } : null;
    });
    if (cells) expect(cells.name > cells.page * 0.45, `the name has room: ${JSON.stringify(cells)}`, true);
    await t.picture(page, `long-names-${phone ? 360 : 1280}`);
    await page.goto('/hom-nay/ho-so?so=received-month');
    await page.evaluate((name) => document.querySelectorAll('tbody td.wide').forEach((e) => (e.textContent = name)), LONG);
    expect((await faults(page)).join('\n  '), 'the list', '');
    await t.picture(page, `long-names-list-${phone ? 360 : 1280}`);
  });

  test(`forced colours keep words, borders and marks on ${at}`, async (t) => {
    const visitor = await t.page({ phone });
    const leader = await signIn(t, 'lanhdao.tinh', { phone });
    const clerk = await signIn(t, 'tiepnhan.concuong', { phone });
    const officer = await signIn(t, 'hotich.concuong', { phone });
    const pages = [[visitor, OPEN], [clerk, [...DESK, await dossierPath(t)]], [officer, ['/viec']], [leader, LEADER]];
    for (const [who, [page, paths]] of pages.entries()) {
      await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
      for (const [n, path] of paths.entries()) {
        await page.goto(path);
        await t.picture(page, `forced-${who}-${n}-${phone ? 360 : 1280}`);
        const bare = await page.evaluate(() =>
          [...document.querySelectorAll('.btn, .input, .notice, .tag, .panel, .error-summary')]
            .filter((e) => e.getClientRects().length && parseFloat(getComputedStyle(e).borderTopWidth) === 0)
            .map((e) => `${e.className} “${e.innerText.slice(0, 30)}”`),
        );
        expect(bare.join('\n  '), `${path}: what stands without an edge`, '');
        const here = await page.evaluate(() =>
          [...document.querySelectorAll('[aria-current]')]
            .filter((e) => e.getClientRects().length)
            .filter((e) => {
              const style = getComputedStyle(e);
              return parseFloat(style.borderBottomWidth) === 0 && parseFloat(style.outlineWidth) === 0 && style.textDecorationLine === 'none';
            })
            .map((e) => e.innerText),
        );
        expect(here.join('; '), `${path}: where one is must show`, '');
      }
    }
  }, { timeoutMs: 180_000 });
}

for (const spaced of [false, true]) {
  test(`the bar of acts never lies over what has the focus${spaced ? ', wide spacing too' : ''}`, async (t) => {
    const clerk = await signIn(t, 'tiepnhan.concuong');
    const officer = await signIn(t, 'hotich.concuong');
    const dossier = await dossierPath(t);
    const rounds = [[clerk, '/quay/tiep-nhan', 45], [clerk, dossier, 40], [clerk, `${dossier}/bo-sung`, 25], [clerk, '/quay', 40], [officer, '/viec', 40]];
    for (const [page, path, presses] of rounds) {
      await page.goto(path);
      if (spaced) await wear(page, SPACING);
      expect((await covered(page, presses)).join('\n  '), path, '');
    }
  }, { timeoutMs: 120_000 });
}
