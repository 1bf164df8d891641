// Every link and image of the built site leads to a page, and to an anchor of it. Links to other sites are not followed.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join, posix} from 'node:path';
import {fileURLToPath} from 'node:url';

const dist = join(dirname(fileURLToPath(import.meta.url)), 'dist');
const base = process.env.SITE_BASE ?? '/';
const files = readdirSync(dist, {recursive: true}).filter((file) => file.endsWith('.html') && !file.startsWith('javadoc'));
const anchors = new Map();

function anchorsOf(file) {
  if (!anchors.has(file)) {
    anchors.set(file, new Set([...readFileSync(join(dist, file), 'utf8').matchAll(/\bid="([^"]+)"/g)].map((found) => decode(found[1]))));
  }
  return anchors.get(file);
}

function decode(text) {
  return text.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
}

const broken = [];
let links = 0;
for (const file of files) {
  const page = '/' + file.replaceAll('\\', '/');
  for (const [, name, value] of readFileSync(join(dist, file), 'utf8').matchAll(/<(?:a|img|source)\b[^>]*?\b(href|src|srcset)="([^"]*)"/g)) {
    const link = decode(value);
    if (link === '' || /^(?:[a-z]+:|\/\/)/.test(link)) {
      continue;
    }
    links++;
    const [path, anchor] = link.split('#');
    const absolute = path === '' ? page : path.startsWith('/') ? '/' + path.slice(base.length) : posix.join(posix.dirname(page), path);
    const target = decodeURIComponent(absolute.endsWith('/') ? absolute + 'index.html' : absolute).slice(1);
    if (!existsSync(join(dist, target))) {
      broken.push(`${page}: ${name} ${link} leads to no file`);
    } else if (anchor && target.endsWith('.html') && !target.startsWith('javadoc') && !anchorsOf(target).has(decodeURIComponent(anchor))) {
      broken.push(`${page}: ${name} ${link}: ${target} has no such anchor`);
    }
  }
}
if (broken.length > 0) {
  console.error([...new Set(broken)].join('\n'));
  process.exit(1);
}
console.log(`${files.length} pages, ${links} links: none is broken`);
