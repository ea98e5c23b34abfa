import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { markerName } from '../installer/engine-folder'

const projectRoot = process.cwd()

/** Where `npm test` puts the real engine for the tests, once for every lock; scripts/engine-for-tests.mjs knows it too. */
function cachedFolder(): string {
  const lock = readFileSync(join(projectRoot, 'resources', 'engine', 'package-lock.json'))
  const key = createHash('sha256').update(lock).digest('hex').slice(0, 16)
  return join(projectRoot, 'node_modules', '.cache', 'harombe-engine', key)
}

/** The folder of the installed engine, or null: then tests that need it are skipped, and `npm test` says why. */
export function engineForTests(): string | null {
  const folder = process.env.HAROMBE_ENGINE_DIR || cachedFolder()
  return existsSync(join(folder, markerName)) ? folder : null
}
