// A planner takes a published plan in, settles what is not clear by keyboard, meets another's change, adopts and amends.
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';

const PLANNER = 'kehoach';

/** A plan as a legal site prints it: a broken table, former departments and districts, an aim without a sure number. */
const text = (number, percent, term, more = '') => `ỦY BAN NHÂN DÂN
TỈNH NGHỆ AN
Số: ${number}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Nghệ An, ngày 15 tháng 01 năm 2026
KẾ HOẠCH
Nâng chất lượng dịch vụ số của tỉnh năm 2026
I. MỤC TIÊU
1. Chính quyền số
- Tối thiểu ${percent}% hồ sơ thủ tục hành chính được nộp trực tuyến.
- 100% cơ quan nhà nước xử lý văn bản trên môi trường mạng.
2. Kinh tế số
- Kinh tế số chiếm khoảng 15% GRDP.
II. NHIỆM VỤ
Chi tiết tại Phụ lục.
PHỤ LỤC
DANH MỤC NHIỆM VỤ
STT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành | Sản phẩm |
I | Hạ tầng |||||
1 | Mở rộng trung tâm dữ liệu của tỉnh | Sở Thông tin và Truyền thông | Các sở, ban, ngành | ${term} | Trung tâm dữ liệu |
2 | Phủ mạng không dây tại nhà văn hóa thôn bản | UBND huyện Con Cuông | UBND các huyện, thành, thị | Quý IV/2026 | Điểm phát sóng |
II | Dữ liệu |||||
3 | Làm sạch dữ liệu đất đai của các xã | Sở Tài nguyên và Môi trường | UBND cấp xã | 2024 | Cơ sở dữ liệu |
4 | Bồi dưỡng kỹ năng số cho cán bộ | Sở Nội vụ | Các doanh nghiệp | Hằng năm | Báo cáo |
${more}`;

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

/** Uploads a text and answers the address where it is corrected. */
async function take(page, name, words) {
  await page.goto('/ke-hoach/nhap');
  await page.setInputFiles('#tep', { name, mimeType: 'text/plain', buffer: Buffer.from(words) });
  await page.click('main form button[type="submit"]');
  await page.waitForURL(/\/ke-hoach\/nhap\/[0-9a-f-]+$/);
  return new URL(page.url()).pathname;
}

/** Settles every open doubt with what stands chosen. */
async function settle(page, home) {
  for (let i = 0; i < 40; i += 1) {
    await page.goto(home);
    const open = page.locator('li.doubt').first();
    if ((await open.count()) === 0) return;
    const choice = open.locator('select');
    if ((await choice.count()) > 0 && (await choice.inputValue()) === '') await choice.selectOption({ index: 1 });
    await Promise.all([page.waitForNavigation(), open.locator('[data-key=enter]').click()]);
  }
  throw new Error('doubts stay open');
}

test('a planner reads a plan, settles by keyboard what is not clear, and adopts it', async (t) => {
  const page = await signIn(t, PLANNER);
  await page.goto('/ke-hoach/nhap');
  await t.assertGood(page);
  const home = await take(page, 'ke-hoach-2026.txt', text('11/KH-UBND', 80, '2026'));
  const main = await page.locator('main').innerText();
  expect(main, 'what was found is counted', /4 nhiệm vụ/);
  expect(main, 'a department divided among several is asked about', /“Sở Thông tin và Truyền thông” nay là cơ quan nào\?/);
  expect(main, 'a former district is asked about', /“UBND huyện Con Cuông” nay là cơ quan nào\?/);
  expect(main, 'a merged department is told', /Cơ quan này không còn: Sở Tài nguyên và Môi trường/);
  expect(await page.locator('.actionbar button.btn').first().isDisabled(), 'not before it is settled', true);
  await t.assertGood(page);
  await t.picture(page, 'planner-doubts-1280');
  await page.keyboard.press('j');
  expect(await page.locator('li.on').count(), 'J stands on a row', 1);
  // A task is confirmed with Enter, another dropped with 0 and taken back, a third opened with E.
  await page.goto(`${home}?muc=nhiem-vu`);
  await t.assertGood(page);
  await t.picture(page, 'planner-tasks-1280');
  await page.keyboard.press('j');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  expect(await page.locator('ol.found > li').first().innerText(), 'confirmed', /Đã xác nhận/);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('0')]);
  expect(await page.locator('ol.found > li').nth(1).innerText(), 'dropped', /Đã bỏ/);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  await page.keyboard.press('j');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('e')]);
  expect(await page.locator('h1').innerText(), 'the row is open', /Sửa: Nhiệm vụ/);
  await t.assertGood(page);
  await page.fill('#product', 'Trung tâm dữ liệu đạt chuẩn');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Control+Enter')]);
  expect(await page.locator('ol.found > li').first().innerText(), 'changed', /Trung tâm dữ liệu đạt chuẩn/);
  await settle(page, home);
  await t.picture(page, 'planner-settled-1280');
  await Promise.all([page.waitForNavigation(), page.click('.actionbar button.btn')]);
  expect(new URL(page.url()).pathname, 'the plan', /^\/ke-hoach\/11-kh-ubnd-2026$/);
  await page.goto('/ke-hoach');
  expect(await page.locator('main').innerText(), 'in the list', /Nâng chất lượng dịch vụ số của tỉnh năm 2026/i);
  await t.assertGood(page);
  await t.picture(page, 'planner-list-1280');
});

test('of two planners at one row the later sees both values and loses nothing', async (t) => {
  const [one, two] = [await signIn(t, PLANNER), await signIn(t, PLANNER)];
  const home = await take(one, 'hai-nguoi.txt', text('12/KH-UBND', 70, '2026'));
  await one.goto(`${home}?muc=nhiem-vu`);
  const row = await one.locator('a[data-key=e]').first().getAttribute('href');
  await one.goto(row);
  await two.goto(row);
  await one.fill('#product', 'Bản của người thứ nhất');
  await Promise.all([one.waitForNavigation(), one.click('main form button.btn')]);
  await two.fill('#product', 'Bản của người thứ hai');
  t.excuse(/409/);
  await Promise.all([two.waitForNavigation(), two.click('main form button.btn')]);
  expect(await two.inputValue('#product'), 'what was typed stays', 'Bản của người thứ hai');
  expect(await two.locator('main').innerText(), 'what was saved is shown', /Bản của người thứ nhất/);
  await t.assertGood(two);
  await t.picture(two, 'planner-conflict-1280');
  await Promise.all([two.waitForNavigation(), two.click('main form button.btn')]);
  expect(await two.locator('ol.found > li').first().innerText(), 'saved knowingly', /Bản của người thứ hai/);
});

test('a later decision amends the plan and the difference is said in words', async (t) => {
  const page = await signIn(t, PLANNER);
  const before = await take(page, 'truoc.txt', text('13/KH-UBND', 60, 'Quý II/2026'));
  await settle(page, before);
  await Promise.all([page.waitForNavigation(), page.click('.actionbar button.btn')]);
  const more = '5 | Lập bản đồ số về giá đất | Sở Tài chính | Sở Xây dựng | Quý IV/2026 | Bản đồ |\n';
  const after = await take(page, 'sau.txt', text('14/KH-UBND', 75, 'Quý IV/2026', more));
  await page.goto(`${after}/van-ban`);
  await t.assertGood(page);
  const option = page.locator('#earlier option', { hasText: '13/KH-UBND' });
  await page.selectOption('#earlier', await option.getAttribute('value'));
  await Promise.all([page.waitForNavigation(), page.click('main form button.btn')]);
  await page.goto(`${after}/khac`);
  const words = await page.locator('main').innerText();
  expect(words, 'the moved term', /Thời hạn: “quý II\/2026” thành “quý IV\/2026”/);
  expect(words, 'the raised value', /“≥ 60 %” thành “≥ 75 %”/);
  expect(words, 'the new task', /Thêm\s+5 Lập bản đồ số về giá đất/);
  await t.assertGood(page);
  await t.picture(page, 'planner-difference-1280');
  await settle(page, after);
  await Promise.all([page.waitForNavigation(), page.click('.actionbar button.btn')]);
  await page.goto('/ke-hoach');
  expect(await page.locator('main').innerText(), 'the earlier one is told as amended', /13\/KH-UBND.*đã có văn bản sửa đổi/);
});

test('a phone and a browser without scripts read and correct too', async (t) => {
  const phone = await signIn(t, PLANNER, { phone: true });
  const home = await take(phone, 'dien-thoai.txt', text('15/KH-UBND', 65, '2026'));
  await t.assertGood(phone);
  await t.picture(phone, 'planner-doubts-360');
  await phone.goto(`${home}?muc=chi-tieu`);
  await t.assertGood(phone);
  await phone.goto(`${home}?muc=dong`);
  await t.assertGood(phone);
  const plain = await signIn(t, PLANNER, { javaScript: false });
  await plain.goto(`${home}?muc=chi-tieu`);
  await Promise.all([plain.waitForNavigation(), plain.click('button[name=dung]')]);
  expect(await plain.locator('ol.found > li').first().innerText(), 'confirmed without a script', /Đã xác nhận/);
  await plain.goto('/ke-hoach/nhap');
  await plain.setInputFiles('#tep', { name: 'anh.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]) });
  t.excuse(/422/);
  await Promise.all([plain.waitForNavigation(), plain.click('main form button[type=submit]')]);
  expect(await plain.locator('main').innerText(), 'refused in words', /Loại tệp này không đọc được/);
});
