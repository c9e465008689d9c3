// A clerk at the counter over plain HTTP: fills the intake page once, then receives as often as asked.
import { randomBytes } from 'node:crypto';
import { Client, filled, mainText, readForm } from './client.mjs';

export const DESK = '/quay/tiep-nhan';

/** A person nobody is: a valid number, so that nothing but the fault is tested. */
export const PERSON = {
  procedure: '1.001193', name: 'Lô Thị Thử', number: '040190067815', birth: '01/02/1990', phone: '0868412345', address: 'Xã Con Cuông',
};

export class Counter {
  constructor(client, fields) {
    Object.assign(this, { client, fields });
  }

  /** Signs the clerk in and fills the page with a person and a procedure. */
  static async open(url, login = 'tiepnhan.concuong') {
    const client = await new Client(url).signIn(login);
    const blank = readForm((await client.get(DESK)).text, DESK);
    const looked = await client.post(DESK, filled(blank, { ...PERSON, act: 'look' }));
    if (looked.status !== 200) throw new Error(`the intake page is not filled: ${looked.status} ${mainText(looked.text)}`);
    return new Counter(client, filled(readForm(looked.text, DESK), { act: 'receive', not_due: ['giay_chung_sinh', 'uy_quyen'] }));
  }

  /** A key as the page carries: the same key is the same dossier. */
  static key() {
    return randomBytes(32).toString('base64url');
  }

  /** Presses "receive" under this key, with other fields where a test wants them. */
  receive(once = Counter.key(), changes = {}, options = {}) {
    return this.client.post(DESK, filled(this.fields, { once, ...changes }), options);
  }

  /** The code that the receipt at this address shows. */
  async code(location) {
    const page = await this.client.get(location);
    const code = page.text.match(/[A-Z]\d{2}(?:\.\d{2})*-\d{6}-\d{4,}/)?.[0];
    if (page.status !== 200 || !code) throw new Error(`${location}: ${page.status} without a code`);
    return code;
  }
}

/** Last numbers of codes, which must be of one agency and day, and without gap: returns what is wrong. */
export function gaps(codes) {
  const wrong = [];
  const heads = new Set(codes.map((code) => code.slice(0, code.lastIndexOf('-'))));
  if (heads.size > 1) wrong.push(`codes of ${[...heads].join(', ')}`);
  const numbers = codes.map((code) => Number(code.slice(code.lastIndexOf('-') + 1))).sort((a, b) => a - b);
  for (let i = 1; i < numbers.length; i += 1) {
    if (numbers[i] === numbers[i - 1]) wrong.push(`${numbers[i]} twice`);
    if (numbers[i] > numbers[i - 1] + 1) wrong.push(`nothing between ${numbers[i - 1]} and ${numbers[i]}`);
  }
  return wrong;
}
