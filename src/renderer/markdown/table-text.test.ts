import { describe, expect, it } from 'vitest'
import { parseModelMarkdown } from './document'
import { type Table, toCommaSeparated, toTabSeparated } from './table-text'

function table(text: string): Table {
  const [block] = parseModelMarkdown(text)
  if (block?.kind !== 'table') throw new Error('no table')
  return block
}

const sample = table(
  '| a, b | **c** |\n|---|---|\n| say "x" | [l](https://a.example) $y^2$ |\n| `p` <br> q | |',
)

describe('a copied table', () => {
  it('is words with tabs between them', () => {
    expect(toTabSeparated(sample)).toBe('a, b\tc\nsay "x"\tl $y^2$\np   q\t')
  })

  it('is CSV with quotes where they are needed', () => {
    expect(toCommaSeparated(sample)).toBe('"a, b",c\r\n"say ""x""",l $y^2$\r\np   q,')
  })

  it('runs nothing in the spreadsheet it is pasted into, and keeps numbers numbers', () => {
    const hostile = table(
      '| x |\n|---|\n| =HYPERLINK("https://sink.example") |\n| @SUM(1) |\n| +cmd |\n| -2+3+cmd |\n| -12.5 |\n| +3 % |',
    )
    expect(toTabSeparated(hostile).split('\n')).toEqual([
      'x',
      '\'=HYPERLINK("https://sink.example")',
      "'@SUM(1)",
      "'+cmd",
      "'-2+3+cmd",
      '-12.5',
      '+3 %',
    ])
  })
})
