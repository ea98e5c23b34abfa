import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { drawMath } from './draw-math'

const { document } = parseHTML('<!doctype html><html><body></body></html>')
beforeAll(() => void vi.stubGlobal('document', document))
afterAll(() => void vi.unstubAllGlobals())

function draw(tex: string, display = false) {
  const host = document.createElement('span')
  const drawn = drawMath(host as unknown as HTMLElement, tex, display)
  return { drawn, host }
}

/** Elements and attributes by which something could be loaded, run or led to. */
function offences(host: Element): string[] {
  return [...host.querySelectorAll('*')].flatMap(element => {
    const name = element.tagName.toLowerCase()
    const attributes = [...element.attributes].flatMap(({ name: attribute, value }) =>
      /^(?:on|href|src|xlink|id$|data-|target|action)/.test(attribute) || /url\(|javascript:/i.test(value)
        ? [`${name}[${attribute}]`]
        : [],
    )
    return /^(?:a|img|script|style|iframe|object|embed|link|form|input)$/.test(name)
      ? [name, ...attributes]
      : attributes
  })
}

describe('drawMath', () => {
  it('draws for the eye and, as MathML, for screen readers', () => {
    const { drawn, host } = draw('\\frac{a}{b}', true)
    expect(drawn).toBe(true)
    expect(host.querySelector('math mfrac')).not.toBeNull()
    expect(host.querySelector('annotation')?.textContent).toBe('\\frac{a}{b}')
    expect(host.querySelector('.katex-html')?.getAttribute('aria-hidden')).toBe('true')
  })

  it.each(['\\frac{1}{', '\\nosuchcommand{x}', '}', '\\begin{matrix}', '&', 'x'.repeat(5_000)])(
    'says that %j is no formula and leaves nothing behind',
    tex => {
      const { drawn, host } = draw(tex)
      expect(drawn).toBe(false)
      expect(host.childNodes).toHaveLength(0)
    },
  )

  it.each([
    '\\href{javascript:alert(1)}{x}',
    '\\href{https://sink.example}{x}',
    '\\url{https://sink.example}',
    '\\includegraphics{https://sink.example/x.png}',
    '\\htmlClass{x}{a}',
    '\\htmlId{root}{a}',
    '\\htmlStyle{background:url(https://sink.example)}{a}',
    '\\htmlData{a=b}{c}',
    '\\text{<img src=x onerror=alert(1)>}',
    '\\color{red;background:url(https://sink.example)}x',
    '\\colorbox{url(https://sink.example)}{x}',
    '\\def\\x{\\href{https://sink.example}{y}}\\x',
    '</span><script>alert(1)</script>',
  ])('makes nothing that loads, runs or leads anywhere of %j', tex => {
    for (let end = 1; end <= tex.length; end += 1) {
      expect(offences(draw(tex.slice(0, end)).host as unknown as Element), tex.slice(0, end)).toEqual([])
    }
  })

  it('ends what would expand or nest without end', () => {
    expect(draw('\\def\\x{\\x\\x}\\x').drawn).toBe(false)
    expect(
      draw(
        '\\def\\a{xxxxxxxxxx}\\def\\b{\\a\\a\\a\\a\\a\\a\\a\\a\\a\\a}\\def\\c{\\b\\b\\b\\b\\b\\b\\b\\b\\b\\b}\\c\\c\\c\\c\\c\\c',
      ).drawn,
    ).toBe(false)
    expect(typeof draw(`${'{'.repeat(1_900)}x${'}'.repeat(1_900)}`).drawn).toBe('boolean')
    expect(typeof draw('\\sqrt'.repeat(700)).drawn).toBe('boolean')
  })

  it('bounds what a formula may measure', () => {
    const { host } = draw('\\rule{500em}{500em}')
    expect(host.innerHTML).toContain('10em')
    expect(host.innerHTML).not.toContain('width:500em')
  })
})
