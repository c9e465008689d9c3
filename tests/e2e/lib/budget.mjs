// Bytes on the wire, compressed, against the budgets of docs (ui.md §5). A kilobyte here is 1,024 bytes.
const KB = 1024;

export const BUDGETS = {
  citizen: { html: 14 * KB, css: 12 * KB, js: 8 * KB, fonts: 0, images: 10 * KB, total: 45 * KB },
  officer: { html: 40 * KB, css: 12 * KB, js: 30 * KB, fonts: 0, images: 10 * KB, total: 90 * KB },
  leader: { html: 20 * KB, css: 12 * KB, js: 8 * KB, fonts: 0, images: 10 * KB, total: 50 * KB },
};

const GROUPS = { Document: 'html', Stylesheet: 'css', Script: 'js', Font: 'fonts', Image: 'images' };

/** Loads a path and adds up the bodies as they came over the wire. */
export async function measureLoad(page, target) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const kinds = new Map();
  const headers = new Map();
  const load = { html: 0, css: 0, js: 0, fonts: 0, images: 0, other: 0, total: 0, uncompressed: [] };
  session.on('Network.responseReceived', (e) => {
    kinds.set(e.requestId, GROUPS[e.type] ?? 'other');
    headers.set(e.requestId, e.response);
  });
  session.on('Network.loadingFinished', (e) => {
    const kind = kinds.get(e.requestId) ?? 'other';
    const response = headers.get(e.requestId);
    if (response?.url.startsWith('data:')) return;
    load[kind] += e.encodedDataLength;
    load.total += e.encodedDataLength;
    const encoded = Object.keys(response?.headers ?? {}).some((h) => h.toLowerCase() === 'content-encoding');
    if (!encoded && ['html', 'css', 'js'].includes(kind) && e.encodedDataLength > 2 * KB) load.uncompressed.push(response.url);
  });
  await page.goto(target, { waitUntil: 'networkidle' });
  await session.detach();
  return load;
}

/** What is over, as sentences; text sent uncompressed counts too. */
export function overBudget(load, kind) {
  const budget = BUDGETS[kind];
  if (!budget) throw new Error(`there is no budget called ${kind}`);
  const over = Object.entries(budget)
    .filter(([group, most]) => load[group] > most)
    .map(([group, most]) => `${group} ${(load[group] / KB).toFixed(1)} KB, at most ${(most / KB).toFixed(0)}`);
  return [...over, ...load.uncompressed.map((url) => `sent uncompressed: ${url}`)];
}
