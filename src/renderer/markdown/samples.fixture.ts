/** Texts as models write them, good and bad, for tests that compare ways of reading. */
export const samples: readonly { name: string; text: string }[] = [
  {
    name: 'prose',
    text: 'A plain answer.\n\nWith *two* paragraphs and a [link](https://example.org/a_b).\n',
  },
  {
    name: 'loose list with code',
    text: '1. First\n\n   ```sh\n   npm ci\n\n   # comment\n   ```\n\n2. Second\n   - nested\n\n     more\n\nAfter.',
  },
  { name: 'unindented fence in a list', text: '1. Do:\n```bash\nls\n```\n\n2. Then\n3. Last' },
  { name: 'badly indented fence', text: '- Do:\n  ```bash\nls -l\n  ```\n- next\n' },
  { name: 'table', text: 'Intro\n\n| a | b |\n|:--|--:|\n| `x|y` | **2** |\n| <br> | ~~3~~ |\n\nOutro' },
  { name: 'setext and rules', text: 'Title\n===\n\nSub\n---\n\n***\n\n- - -\ntext\n' },
  { name: 'quotes', text: '> one\n> > two\nlazy\n\n> three\n> ```\n> code\n> ```\n' },
  { name: 'nested fences', text: '````md\n```js\nx\n```\n````\n\n~~~\n```\n~~~' },
  { name: 'indented code', text: 'See:\n\n    a\n\n    b\n\nend' },
  {
    name: 'references',
    text: '[a][1], ![b][2], [c]\n\n[1]: https://one.example\n[2]: https://two.example\n[c]: <https://c.example>',
  },
  { name: 'html', text: '<div>\n\n**bold**\n\n</div>\n<script>\n\nx\n</script>\n<!-- c -->' },
  { name: 'unclosed', text: 'a **b `c [d](e\n\n```ts\nconst x = `\n\n# not a heading' },
  { name: 'tasks', text: '- [ ] a\n- [x] b\n  - [ ] c\n\n* other\n+ third' },
  {
    name: 'long list',
    text: Array.from({ length: 300 }, (_, i) => `- item ${i} ${'word '.repeat(6)}`).join('\n'),
  },
  {
    name: 'long paragraph',
    text: Array.from({ length: 300 }, (_, i) => `line ${i} ${'*w* '.repeat(8)}`).join('\n'),
  },
  { name: 'CRLF', text: 'a\r\n\r\n```\r\nb\r\n```\r\n- c\r\n' },
  { name: 'blank start and end', text: '\n\n  \n# x\n\n\n' },
  { name: 'right to left', text: '# שלום\n\nمرحبا **بك**\n\n- א\n- ב' },
]
