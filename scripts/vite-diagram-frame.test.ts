import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { frameDocument, toInlineScript } from './vite-diagram-frame'

describe('the document of the diagram frame', () => {
  it('says nothing in a script that ends it or begins a comment, and means the same', () => {
    const code = 'const a = ["</script>", "<script>", "<!--", /<\\/SCRIPT>/u.test("</SCRIPT>")]; a'
    const inline = toInlineScript(code)
    expect(inline).not.toMatch(/<\/?script|<!--/i)
    expect(new Function(`${inline.replace('; a', '; return a')}`)()).toEqual([
      '</script>',
      '<script>',
      '<!--',
      true,
    ])
  })

  it('lets its own scripts run and no other', () => {
    const html = frameDocument(['one("</script>")', 'two()'])
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(match => match[1] ?? '')
    expect(scripts).toHaveLength(2)
    for (const code of scripts) {
      expect(html).toContain(`'sha256-${createHash('sha256').update(code, 'utf8').digest('base64')}'`)
    }
    expect(html).toContain("default-src 'none'")
    expect(/script-src ([^;]*);/.exec(html)?.[1]).not.toMatch(/unsafe|self|http|\*/)
  })

  it('can hold the installed Mermaid', () => {
    const code = readFileSync(
      join(import.meta.dirname, '..', 'node_modules/mermaid/dist/mermaid.min.js'),
      'utf8',
    )
    expect(code).toContain('globalThis["mermaid"]')
    const html = frameDocument([code])
    expect(html.match(/<script/gi)).toHaveLength(1)
    expect(html.match(/<\/script/gi)).toHaveLength(1)
  })
})
