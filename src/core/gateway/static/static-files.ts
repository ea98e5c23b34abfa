import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { contentTypes } from '../../../shared/content-types'

export interface StaticFile {
  body: Buffer
  contentType: string
  cacheControl: string
  etag: string
}

/** By URL path, which starts with a slash. */
export type StaticManifest = ReadonlyMap<string, StaticFile>

/** The bundler writes a hash of the content into these names, so a name never stands for two contents. */
const hashedName = /^\/assets\/.+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/

const immutable = 'public, max-age=31536000, immutable'
const revalidate = 'no-cache'

function toStaticFile(path: string, contentType: string, body: Buffer): StaticFile {
  return {
    body,
    contentType,
    cacheControl: hashedName.test(path) ? immutable : revalidate,
    etag: `"${hash('sha256', body, 'base64url').slice(0, 22)}"`,
  }
}

/**
 * Reads the built web UI whole, a few megabytes, so that requests are looked up in a list of what was there at the start
 * and never touch a path, and so that a page loaded before an update still finds its files. Links and files of other
 * kinds are left out.
 */
export async function loadStaticFiles(root: string): Promise<StaticManifest> {
  const manifest = new Map<string, StaticFile>()
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    const contentType = contentTypes[extname(entry.name).toLowerCase()]
    if (!entry.isFile() || contentType === undefined) continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(root, file).split(sep).join('/')}`
    manifest.set(path, toStaticFile(path, contentType, await readFile(file)))
  }
  const index = manifest.get('/index.html')
  if (index !== undefined) manifest.set('/', index)
  return manifest
}

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>harombe</title>
<h1>harombe is running</h1>
<p>Its web page has not been built. Run <code>npm run build</code> in the project folder and start harombe again.</p>
<p>The HTTP API works without it: see <a href="/health">/health</a>.</p>
</html>
`

/** For a coordinator whose web UI was never built. */
export function notBuiltManifest(): StaticManifest {
  const page = toStaticFile('/', 'text/html; charset=utf-8', Buffer.from(notBuilt))
  return new Map([['/', page]])
}
