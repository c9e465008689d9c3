// The log must be clean: nothing at WARN or ERROR but what a test declared, and no personal data at all.
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** Twelve digits are an identity number; a mobile number begins with 03, 05, 07, 08, 09 or +84. */
const PERSONAL = [
  [/(?<![0-9a-f-])\d{12}(?![0-9a-f-])/i, 'a twelve-digit number'],
  [/(?<![0-9a-z.-])(?:0|\+84)[35789]\d{8}(?![0-9a-z])/i, 'a phone number'],
];

const level = (line) => {
  try {
    return String(JSON.parse(line).level ?? '').toUpperCase();
  } catch {
    return line.match(/\b(WARN|ERROR)\b/)?.[1] ?? (/panicked at/.test(line) ? 'ERROR' : '');
  }
};

const plain = (words) => words.normalize('NFC').toLowerCase();

/** Full names of the sample's people: values of `name` or `full_name` in the sample packs, three words or more. */
export function sampleNames(folder = path.join(root, 'packs')) {
  const names = new Set();
  const visit = (value, key) => {
    if (Array.isArray(value)) value.forEach((v) => visit(v, key));
    else if (value && typeof value === 'object') Object.entries(value).forEach(([k, v]) => visit(v, k));
    else if (typeof value === 'string' && /^(full_name|person_name|person)$/.test(key ?? '')) names.add(value);
  };
  const walk = (at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const file = path.join(at, entry.name);
      if (entry.isDirectory()) walk(file);
      else if (!/sample|people|accounts/.test(file)) continue;
      else if (entry.name.endsWith('.json')) visit(JSON.parse(readFileSync(file, 'utf8')));
      else if (entry.name.endsWith('.toml')) {
        for (const m of readFileSync(file, 'utf8').matchAll(/^\s*(?:full_name|person_name|person)\s*=\s*"([^"]+)"/gm)) names.add(m[1]);
      }
    }
  };
  if (existsSync(folder)) walk(folder);
  return [...names].filter((n) => n.trim().split(/\s+/).length >= 3);
}

/** The lines that may not stand in a log, each with the reason. `declared` are patterns of lines that tests provoke. */
export function unclean(log, declared = [], names = sampleNames()) {
  const found = [];
  const folded = names.map(plain);
  for (const line of log.split('\n')) {
    if (['WARN', 'ERROR'].includes(level(line)) && !declared.some((p) => p.test(line))) found.push(`undeclared: ${line}`);
    for (const [pattern, what] of PERSONAL) if (pattern.test(line)) found.push(`${what}: ${line}`);
    const lower = plain(line);
    const name = folded.find((n) => lower.includes(n));
    if (name) found.push(`a sample name: ${line}`);
  }
  return found;
}
