import {readFileSync} from 'node:fs';

/** The anchors of GitHub, so that links work there and here. */
function slug(text) {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');
}

export default {
  title: 'Dynamo Patterns',
  description: 'Proven DynamoDB patterns as ready AWS Lambda functions in Java, each with its Terraform module',
  lang: 'en',
  base: process.env.SITE_BASE ?? '/',
  srcDir: '.work',
  outDir: './dist',
  cleanUrls: false,
  // check.mjs looks at each link and its anchor in what was built.
  ignoreDeadLinks: true,
  markdown: {anchor: {slugify: slug}, html: true},
  themeConfig: {
    search: {provider: 'local'},
    nav: [
      {text: 'Start', link: '/'},
      {text: 'Which pattern', link: '/docs/choosing'},
      {text: 'Troubleshooting', link: '/docs/troubleshooting'},
      {text: 'Commands', link: '/docs/commands'},
    ],
    sidebar: JSON.parse(readFileSync(new URL('../.work/menu.json', import.meta.url), 'utf8')),
    outline: [2, 3],
    socialLinks: [{icon: 'github', link: 'https://github.com/dynamopatterns/dynamo-patterns'}],
  },
};
