import '../texts'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { TooltipProvider } from '../ui'
import { CitationProvider } from './citations'
import { ModelMarkdown } from './model-markdown'

vi.hoisted(() => vi.stubGlobal('location', new URL('http://localhost/')))
afterAll(() => void vi.unstubAllGlobals())

const citations = {
  titles: new Map([
    [1, 'Rents'],
    [2, 'Budget "2026"'],
  ]),
  show: () => undefined,
}
const html = (text: string, known = true) =>
  renderToStaticMarkup(
    <TooltipProvider>
      <CitationProvider value={known ? citations : null}>
        <ModelMarkdown text={text} streaming={false} />
      </CitationProvider>
    </TooltipProvider>,
  )
const marks = (markup: string) => markup.match(/aria-label="Source \d/g)?.length ?? 0

describe('citations', () => {
  it('makes the numbers of known sources lead to them, also two in one pair of brackets', () => {
    expect(marks(html('Rent is 900 [1] and **food** 400 [2][1].'))).toBe(3)
    expect(marks(html('- both [1, 2].'))).toBe(2)
    expect(html('x [2]')).toContain('Source 2: Budget &quot;2026&quot;')
  })

  it('leaves every other bracket as it is written', () => {
    for (const text of ['see [3]', 'a[0]', '[1, 9]', '[x] and [2024]', '`[1]`']) {
      const markup = html(text)
      expect(marks(markup)).toBe(0)
      expect(markup).toContain('[')
    }
    expect(marks(html('```\n[1]\n```'))).toBe(0)
    expect(marks(html('[1](https://example.org)'))).toBe(0)
    expect(marks(html('Rent [1].', false))).toBe(0)
  })
})
