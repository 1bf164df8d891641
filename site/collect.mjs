// Copies the repository's Markdown into .work, as pages: a README becomes the page of its directory, links to pages stay links
// to pages, and links to other files lead to the repository. Three pages are made from what the others have: settings,
// inputs of modules, and symptoms.
import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname, extname, join, posix} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const work = join(here, '.work');
const REPOSITORY = 'https://github.com/dynamopatterns/dynamo-patterns';
const LEFT_OUT = /^(\.github|templates|site)\/|\/vendor\//;

const tracked = execFileSync('git', ['-C', root, 'ls-files', '--cached', '--others', '--exclude-standard'], {encoding: 'utf8'}).split('\n').filter((file) => file && existsSync(join(root, file)));
const pages = tracked.filter((file) => file.endsWith('.md') && !LEFT_OUT.test(file));
const isPage = new Set(pages);

/** Where the page of a file is, from the site's root on. */
function address(file) {
  return '/' + file.replace(/(^|\/)README\.md$/, '$1index.md').replace(/\.md$/, '').replace(/(^|\/)index$/, '$1');
}

/** Where a link of a file leads on the site. */
function target(file, link) {
  if (/^(?:[a-z]+:|#|\/\/)/.test(link)) {
    return link;
  }
  const [path, anchor] = link.split('#');
  const resolved = posix.normalize(posix.join(posix.dirname(file), path)).replace(/\/$/, '');
  const hash = anchor ? '#' + anchor : '';
  const readme = resolved === '.' ? 'README.md' : resolved + '/README.md';
  if (isPage.has(readme)) {
    return address(readme) + hash;
  }
  if (isPage.has(resolved)) {
    return address(resolved) + hash;
  }
  if (!existsSync(join(root, resolved))) {
    throw new Error(`${file}: the link '${link}' leads to nothing; write a path from the file's directory`);
  }
  if (['.svg', '.webp', '.png'].includes(extname(resolved))) {
    return '/' + resolved;
  }
  return `${REPOSITORY}/${statSync(join(root, resolved)).isDirectory() ? 'tree' : 'blob'}/main/${resolved}${hash}`;
}

/** Applies a change to a text, and leaves blocks of code as they are. */
function outsideCode(text, change) {
  return text
    .split(/(^```[^]*?^```$|`[^`\n]+`)/m)
    .map((part, i) => (i % 2 ? part : change(part)))
    .join('');
}

function page(file) {
  const text = readFileSync(join(root, file), 'utf8').replace(/^```hcl main\.tf$/gm, '```hcl').replace(/^(```\w+) \S+$/gm, '$1');
  // A link's text may have code: the target is what follows it.
  return outsideCode(
    text.replace(/\]\(([^)\s]+)\)/g, (_, link) => `](${target(file, link)})`),
    (part) => part.replace(/(srcset|src)="([^":]+)"/g, (_, name, link) => `${name}="${target(file, link)}"`).replaceAll('{{', '&#123;&#123;'),
  );
}

function write(path, text) {
  const file = join(work, path);
  mkdirSync(dirname(file), {recursive: true});
  writeFileSync(file, text);
}

/** The title of a page, without marks. */
function title(file) {
  return (/^# (.+)$/m.exec(readFileSync(join(root, file), 'utf8'))?.[1] ?? file).replaceAll('`', '').replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
}

/** The part of each page that matches, under the page's title. */
function gathered(heading, lead, files, pattern) {
  const parts = [`# ${heading}\n\n${lead}\n`];
  for (const file of files) {
    const found = pattern.exec(page(file));
    if (found) {
      parts.push(`## ${title(file)}\n\n[All of it](${address(file)})\n\n${found[1].trim().replaceAll('](#', `](${address(file)}#`)}\n`);
    }
  }
  return parts.join('\n');
}

rmSync(work, {recursive: true, force: true});
for (const file of pages) {
  write(address(file).replace(/\/$/, '/index').slice(1) + '.md', page(file));
}
for (const file of tracked.filter((one) => ['.svg', '.webp', '.png'].includes(extname(one)) && one.startsWith('docs/'))) {
  mkdirSync(dirname(join(work, 'public', file)), {recursive: true});
  cpSync(join(root, file), join(work, 'public', file));
}
write('reference/settings.md', gathered('Settings of all functions', 'Environment variables that the functions read, generated from the code.', pages.filter((file) => /^[a-z]+-fn\/README\.md$/.test(file)), /<!-- generated: settings -->([^]*?)<!--/));
write('reference/inputs.md', gathered('Inputs of all modules', "Inputs of the Terraform modules, generated from their variables.", pages.filter((file) => file.startsWith('terraform/modules/')), /<!-- inputs -->([^]*?)<!-- \/inputs -->/));
write('reference/symptoms.md', gathered('What can go wrong, by module', 'What you see, what it means, what you do, and the alarm that reports it.', pages, /^## What can go wrong\n([^]*?)(?=^## |$(?![^]))/m));
const javadoc = [];
for (const module of ['common', 'emulator', 'processor-fn']) {
  const made = ['target/reports/apidocs', 'target/apidocs'].map((directory) => join(root, module, directory)).find((directory) => existsSync(directory));
  if (made) {
    cpSync(made, join(work, 'public/javadoc', module), {recursive: true});
    javadoc.push({text: `Javadoc of ${module}`, link: `/javadoc/${module}/index.html`, target: '_self'});
  }
}

/** The pages in the order of the menu. */
const under = (directory) => pages.filter((file) => posix.dirname(file) === directory || (file.startsWith(directory + '/') && file.endsWith('/README.md') && file.split('/').length === directory.split('/').length + 2));
const group = (text, files, collapsed = true) => ({text, collapsed, items: files.filter((file) => isPage.has(file)).map((file) => ({text: title(file), link: address(file)}))});
const docs = (...names) => names.map((name) => `docs/${name}.md`);
const menu = [
  group('Start', ['README.md', ...docs('choosing', 'architecture', 'page', 'emulators')], false),
  group('Tutorials', docs('guides/your-first-function', 'guides/history-for-a-table', 'guides/fan-out-for-a-table', 'guides/aggregate-two-streams', 'guides/find-out-what-happened', 'guides/run-in-ci'), false),
  group('Patterns', ['common', 'history-fn', 'aggregator-fn', 'periodic-fn', 'processor-fn', 'eventstore-fn', 'fanout-fn', 'worker', 'dax'].map((module) => module + '/README.md'), false),
  group('Operate', docs('operations', 'troubleshooting', 'commands', 'backup', 'global-tables', 'security', 'releases', 'upgrading', 'cost')),
  group('Evidence', docs('reliability', 'mutation', 'performance', 'scale', 'comparison', 'libraries', 'providers')),
  {text: 'Reference', collapsed: true, items: [{text: 'Settings', link: '/reference/settings'}, {text: 'Inputs of modules', link: '/reference/inputs'}, {text: 'Symptoms', link: '/reference/symptoms'}, ...['docs/glossary.md', 'docs/faq.md', 'docs/events/README.md'].map((file) => ({text: title(file), link: address(file)})), ...javadoc]},
  group('Terraform', ['terraform/README.md', 'terraform/environments/README.md', ...under('terraform/modules')]),
  group('Examples and tools', ['examples/README.md', 'examples/page-hits-fn/README.md', 'examples/coupons-fn/README.md', 'local/README.md', 'emulator/README.md', 'test-kit/README.md', 'function-parent/README.md', 'operations/README.md', 'page/README.md', 'mapping/README.md', 'sim/README.md', 'bench/README.md']),
  group('Contribute', ['CONTRIBUTING.md', ...docs('style', 'imports', 'contribute/debug-a-function', 'contribute/add-a-worker', 'contribute/add-a-subscriber-target', 'contribute/add-a-pattern'), 'SECURITY.md', 'CHANGELOG.md']),
  group('Decisions', under('docs/decisions')),
];
writeFileSync(join(here, '.work/menu.json'), JSON.stringify(menu));
console.log(`${pages.length + 3} pages`);
