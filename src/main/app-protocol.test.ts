import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPageHandler, readPageManifest } from './app-protocol'
import { resolvePage } from './page'

const root = mkdtempSync(join(tmpdir(), 'harombe-page-'))
const directory = join(root, 'renderer')

beforeAll(() => {
  mkdirSync(join(directory, 'assets'), { recursive: true })
  writeFileSync(join(root, 'secret.json'), '{"secret":true}')
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>harombe</title>')
  writeFileSync(join(directory, 'diagram-frame.html'), '<!doctype html>')
  writeFileSync(join(directory, 'assets', 'index-abc123.js'), 'export {}')
  writeFileSync(join(directory, 'assets', 'inter var.woff2'), 'font')
  writeFileSync(join(directory, 'notes.txt'), 'not part of the page')
  symlinkSync(join(root, 'secret.json'), join(directory, 'link.json'))
})
afterAll(() => rmSync(root, { recursive: true }))

const handler = () => createPageHandler(readPageManifest(directory), resolvePage(true, undefined))
const ask = (path: string, method = 'GET') => handler()(new Request(`harombe://app${path}`, { method }))

describe('the page handler', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/index.html?safe=1', 'text/html; charset=utf-8'],
    ['/assets/index-abc123.js', 'text/javascript; charset=utf-8'],
    ['/assets/inter%20var.woff2', 'font/woff2'],
  ])('serves %s', async (path, contentType) => {
    const response = await ask(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(contentType)
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0)
  })

  it('sends the policy with every answer, a refusal included', async () => {
    for (const path of ['/', '/assets/index-abc123.js', '/missing']) {
      const { headers } = await ask(path)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self'")
      expect(policy).toContain("require-trusted-types-for 'script'")
      expect(policy).not.toMatch(/unsafe|\*|https?:/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-dns-prefetch-control')).toBe('off')
    }
  })

  it('gives the diagram frame a policy of its own', async () => {
    const { headers } = await ask('/diagram-frame.html')
    expect(headers.get('content-security-policy')).toContain('sandbox allow-scripts')
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
  })

  it.each([
    '/../secret.json',
    '/..%2fsecret.json',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/secret.json',
    '/%2e%2e%2fsecret.json',
    '/..%5csecret.json',
    '/..\\secret.json',
    '/assets/../../secret.json',
    '/assets/%00',
    '/index.html%00.js',
    '//etc/passwd',
    '/file:///etc/passwd',
    '/C:/Windows/win.ini',
    '/INDEX.HTML',
    '/index.html/',
    '/assets',
    '/link.json',
    '/notes.txt',
    '/constructor',
    '/__proto__',
  ])('refuses %s', async path => {
    const response = await ask(path)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('')
  })

  it('answers for its own host only, and never writes', async () => {
    for (const url of [
      'harombe://evil/',
      'harombe://app:8080/',
      'https://app/',
      'harombe://chat/index.html',
    ]) {
      expect((await handler()(new Request(url))).status).toBe(404)
    }
    expect((await ask('/', 'POST')).status).toBe(405)
    const head = await ask('/', 'HEAD')
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
  })
})
