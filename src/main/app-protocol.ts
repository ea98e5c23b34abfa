import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Protocol } from 'electron'
import { headersOfPageFile, pageSecurityHeaders } from '../shared/content-security-policy'
import { contentTypes } from '../shared/content-types'
import { appOrigin, appScheme, originOf, type Page } from './page'

export interface PageFile {
  path: string
  contentType: string
}

/** URL path → file. A path that is not a key is not served, whatever it says. */
export type PageManifest = ReadonlyMap<string, PageFile>

/** Lists the built page once; kinds of file we do not know are left out. */
export function readPageManifest(directory: string): PageManifest {
  const manifest = new Map<string, PageFile>()
  // By hand: inside an asar archive `readdir` has no `recursive`.
  const collect = (folder: string, urlPath: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      const url = `${urlPath}${encodeURIComponent(entry.name)}`
      const contentType = contentTypes[extname(entry.name)]
      if (entry.isDirectory()) collect(path, `${url}/`)
      else if (entry.isFile() && contentType !== undefined) manifest.set(url, { path, contentType })
    }
  }
  collect(directory, '/')
  const index = manifest.get('/index.html')
  if (index !== undefined) manifest.set('/', index)
  return manifest
}

const refuse = (status: number) => new Response(null, { status, headers: pageSecurityHeaders })

/**
 * Answers `harombe://app/…` from the manifest. The address only ever selects a key; no file name is made from it, so there
 * is nothing for `..`, `%2f`, `%5c` or NUL to act on.
 */
export function createPageHandler(
  manifest: PageManifest,
  page: Page,
): (request: Request) => Promise<Response> {
  return async request => {
    if (originOf(request.url) !== page.origin) return refuse(404)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
    const { pathname } = new URL(request.url)
    const file = manifest.get(pathname)
    if (file === undefined) return refuse(404)
    const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(file.path))
    return new Response(body, {
      headers: { ...headersOfPageFile(pathname), 'content-type': file.contentType },
    })
  }
}

/** Registers the page's own scheme; in development Vite serves the page instead. */
export function servePage(protocol: Pick<Protocol, 'handle'>, directory: string, page: Page): void {
  if (page.origin !== appOrigin) return
  protocol.handle(appScheme, createPageHandler(readPageManifest(directory), page))
}
