import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

export type Docs = { kind: 'page'; address: string } | { kind: 'folder'; path: string }

const manifest = z.object({ homepage: z.url({ protocol: /^https$/ }) })

/** Where the documentation is: the folder of a checkout, or the home page the package was built with; null without either. */
export function findDocs(appPath: string): Docs | null {
  const path = join(appPath, 'docs')
  if (existsSync(path)) return { kind: 'folder', path }
  try {
    const { homepage } = manifest.parse(JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')))
    return { kind: 'page', address: homepage }
  } catch {
    return null
  }
}
