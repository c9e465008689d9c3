// A person at a terminal without a browser: cookies, forms read from the page and sent back, nothing else.
// The fault tests need many of these at once, and need to see exactly what came over the wire.

const UNESCAPED = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", '#34': '"' };
const unescape = (text) => text.replace(/&(amp|lt|gt|quot|#39|#x27|#34);/g, (_, name) => UNESCAPED[name]);
const attribute = (tag, name) => {
  const found = tag.match(new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s>/])`));
  return found ? unescape(found[1] ?? '') : undefined;
};

/** What a browser would send for the form of this action: hidden fields, values, what is checked and selected. */
export function readForm(html, action) {
  const forms = [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map((m) => m[0]);
  const form = forms.find((f) => action === undefined || attribute(f.match(/<form[^>]*>/)[0], 'action') === action);
  if (!form) throw new Error(`there is no form for ${action} in the page`);
  const fields = [];
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const type = attribute(tag, 'type') ?? 'text';
    const name = attribute(tag, 'name');
    if (!name || type === 'file' || type === 'submit') continue;
    if (['checkbox', 'radio'].includes(type) && attribute(tag, 'checked') === undefined) continue;
    fields.push([name, attribute(tag, 'value') ?? '']);
  }
  for (const [, head, body] of form.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) {
    fields.push([attribute(`<textarea${head}>`, 'name'), unescape(body)]);
  }
  for (const [, head, body] of form.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const options = [...body.matchAll(/<option\b[^>]*>/g)].map((m) => m[0]);
    const chosen = options.find((o) => attribute(o, 'selected') !== undefined) ?? options[0];
    if (chosen) fields.push([attribute(`<select${head}>`, 'name'), attribute(chosen, 'value') ?? '']);
  }
  return fields;
}

/** Fields with some of them set anew; a list sets a name several times, undefined takes it away. */
export function filled(fields, changes) {
  const kept = fields.filter(([name]) => !(name in changes));
  const added = Object.entries(changes).flatMap(([name, value]) =>
    value === undefined ? [] : (Array.isArray(value) ? value : [value]).map((one) => [name, one]),
  );
  return [...kept, ...added];
}

/** The text of a page's main part, without tags. */
export function mainText(html) {
  const main = html.match(/<main\b[\s\S]*<\/main>/)?.[0] ?? html;
  return unescape(main.replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ').trim();
}

/** What the page complains of, in one line: its error summary, its notices, the words at its fields. */
export function errorWords(html) {
  const parts = [
    ...html.matchAll(/<[a-z]+[^>]*class="error-msg[^"]*"[^>]*>([\s\S]*?)<\/(?:p|span|div)>/g),
    ...html.matchAll(/<div[^>]*class="(?:error-summary|notice)[^"]*"[^>]*>([\s\S]*?)<\/div>/g),
  ].map((m) => m[1]);
  return unescape(parts.join(' ').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ').trim();
}

export class Client {
  constructor(url, { headers = {}, dispatcher } = {}) {
    Object.assign(this, { url, headers, dispatcher });
    this.jar = new Map();
    this.setCookies = [];
  }

  async send(target, { method = 'GET', headers = {}, body, timeoutMs = 30_000 } = {}) {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(target, this.url), {
      method,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'text/html', ...(cookie ? { cookie } : {}), ...this.headers, ...headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      this.setCookies.push(line);
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/) ?? [];
      if (/max-age=0/i.test(line) || value === '') this.jar.delete(name);
      else this.jar.set(name, value);
    }
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, location: answer.headers.get('location'), text };
  }

  get(target, options) {
    return this.send(target, options);
  }

  /** Sends fields as a form of this origin would. */
  post(target, fields, { headers = {}, ...options } = {}) {
    const origin = new URL(this.url).origin;
    return this.send(target, { method: 'POST', body: new URLSearchParams(fields), headers: { origin, ...headers }, ...options });
  }

  /** Sends fields and files (`[name, bytes, file name, type]`) as multipart, the fields first. */
  upload(target, fields, files, { headers = {}, ...options } = {}) {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    for (const [name, bytes, fileName, type] of files) body.append(name, new Blob([bytes], { type }), fileName);
    const origin = new URL(this.url).origin;
    return this.send(target, { method: 'POST', body, headers: { origin, ...headers }, ...options });
  }

  /** Signs a sample account in. */
  async signIn(login, password = 'dung-thu-2026') {
    const page = await this.get('/dang-nhap');
    const answer = await this.post('/dang-nhap', filled(readForm(page.text, '/dang-nhap'), { login, password }));
    if (answer.status !== 303) throw new Error(`${login} is not signed in: ${answer.status} ${mainText(answer.text).slice(0, 300)}`);
    return this;
  }
}
