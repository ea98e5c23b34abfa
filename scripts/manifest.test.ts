import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseRoute } from '../src/renderer/navigation'

const page = join(import.meta.dirname, '..', 'src', 'renderer')
const manifest = JSON.parse(readFileSync(join(page, 'public', 'manifest.webmanifest'), 'utf8'))
const html = readFileSync(join(page, 'index.html'), 'utf8')
const tokens = readFileSync(join(page, 'styles', 'tokens.css'), 'utf8')

interface Icon {
  src: string
  sizes: string
  purpose?: string
}
const icons: Icon[] = manifest.icons
const sizesFor = (purpose: string | undefined) =>
  icons.filter(icon => icon.purpose === purpose).map(({ sizes }) => sizes)

describe('the manifest of the page', () => {
  it('keeps one identity, and has what browsers ask of what they install', () => {
    expect(manifest).toMatchObject({ id: '/', start_url: '/', scope: '/', display: 'standalone' })
    expect(manifest.name.length).toBeGreaterThan(0)
    expect(sizesFor(undefined)).toEqual(expect.arrayContaining(['192x192', '512x512']))
    expect(sizesFor('maskable')).toEqual(['192x192', '512x512'])
  })

  it('names only pictures that are there, in the sizes they have', () => {
    for (const { src, sizes } of icons) {
      const path = join(page, 'public', src)
      expect(existsSync(path), src).toBe(true)
      if (!src.endsWith('.png')) continue
      const png = readFileSync(path)
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, src).toBe(sizes)
    }
  })

  it('has shortcuts that lead to pages', () => {
    const pages = manifest.shortcuts.map(({ url }: { url: string }) =>
      parseRoute(new URL(url, 'http://x').hash),
    )
    expect(pages.map(({ page: name }: { page: string }) => name)).toEqual(['chat', 'cluster', 'models'])
  })

  it('is painted in the colours of the canvas, in either theme', () => {
    const [, light, dark] = /--canvas: light-dark\((#\w+), (#\w+)\)/.exec(tokens) ?? []
    expect(html).toContain(`content="${light}" data-scheme="light"`)
    expect(html).toContain(`content="${dark}" data-scheme="dark"`)
    expect([manifest.theme_color, manifest.background_color]).toEqual([light, light])
  })
})
