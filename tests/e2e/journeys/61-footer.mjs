// What stands at the foot of every page: how usable the site is, what becomes of data, whether the system is well.
import { test } from '../lib/registry.mjs';
import { expect } from '../lib/visit.mjs';

const PAGES = [
  ['/kha-nang-tiep-can', 'Khả năng tiếp cận', /WCAG 2\.2.*Chưa kiểm tra/s],
  ['/quyen-rieng-tu', 'Quyền riêng tư', /91\/2025\/QH15.*30 ngày/s],
  ['/tinh-trang', 'Tình trạng hệ thống', /đang chạy bình thường.*Chạy liên tục từ/s],
];

test('three pages at the foot of every page answer for the house, without JavaScript, on a phone and at a desk', async (t) => {
  for (const options of [{ phone: true, javaScript: false }, {}]) {
    const page = await t.page(options);
    for (const [target, title, words] of PAGES) {
      await page.goto('/');
      await page.locator('footer').getByRole('link', { name: title }).click();
      expect(new URL(page.url()).pathname, title, target);
      expect(await page.locator('h1').innerText(), 'the heading', title);
      expect(await page.locator('main').innerText(), title, words);
      expect(await page.locator('footer a[href="/tinh-trang"]').count(), `the footer of ${target}`, 1);
      if (options.javaScript !== false) {
        await t.assertGood(page);
        await t.picture(page, `footer-${target.slice(1)}`);
      }
    }
  }
  const phone = await t.page({ phone: true });
  for (const [target] of PAGES) {
    await phone.goto(target);
    await t.assertGood(phone);
  }
});
