import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Fetched before the first page is there, beside what `index.html` names: the texts and the page itself. */
const firstPage = [/^en-[\w-]+\.js$/, /^chat-page-[\w-]+\.js$/]
const named = /(?:src|href)="(?:\.?\/)?assets\/([\w.-]+\.js)"/g
const imported = /(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g

export interface InitialScripts {
  files: { name: string; bytes: number }[]
  /** Bytes of all of them, each compressed with gzip. */
  total: number
}

/**
 * What a browser runs before the chat is there: the scripts of `index.html` with all they import. `renderer` is the built
 * page's folder. Throws when it does not look as expected.
 */
export function readInitialScripts(renderer: string): InitialScripts {
  const assets = join(renderer, 'assets')
  const all = readdirSync(assets)
  const waiting = [...readFileSync(join(renderer, 'index.html'), 'utf8').matchAll(named)].map(
    match => match[1] ?? '',
  )
  for (const pattern of firstPage) {
    const found = all.filter(name => pattern.test(name))
    if (found.length === 0) throw new Error(`No file of the page is called ${pattern}.`)
    waiting.push(...found)
  }
  const files = new Map<string, number>()
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (files.has(name)) continue
    const code = readFileSync(join(assets, name))
    files.set(name, gzipSync(code, { level: 9 }).byteLength)
    for (const match of code.toString('utf8').matchAll(imported)) waiting.push(match[1] ?? '')
  }
  const sorted = [...files].map(([name, bytes]) => ({ name, bytes })).toSorted((a, b) => b.bytes - a.bytes)
  return { files: sorted, total: sorted.reduce((sum, { bytes }) => sum + bytes, 0) }
}
