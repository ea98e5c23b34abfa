/**
 * The embedded engine for tests, installed the way a user installs it, once for every lock. Tests find it by itself: the
 * same path is in src/core/inference/embedded/testing/engine-folder.ts.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot, say } from './bootstrap.mjs'

/** An installation takes a few seconds; a registry that does not answer must not hold the tests up. */
const patienceMs = 60_000

function cachedFolder() {
  const lock = readFileSync(join(projectRoot, 'resources', 'engine', 'package-lock.json'))
  const key = createHash('sha256').update(lock).digest('hex').slice(0, 16)
  return join(projectRoot, 'node_modules', '.cache', 'harombe-engine', key)
}

/** The engine of that folder; with `problem`, in one line, when there is none and none can be installed. */
export function ensureTestEngine() {
  const folder = process.env.HAROMBE_ENGINE_DIR || cachedFolder()
  if (existsSync(join(folder, 'harombe-engine.json'))) return { folder, problem: null }
  say('installing the embedded engine for the tests')
  const { status, stdout, error } = spawnSync(
    process.execPath,
    [join(projectRoot, 'out', 'main', 'cli.js'), 'engine', 'install', '--json'],
    {
      env: { ...process.env, HAROMBE_ENGINE_DIR: folder },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 2],
      timeout: patienceMs,
    },
  )
  if (status === 0) return { folder, problem: null }
  if (error !== undefined) return { folder, problem: `its installation did not end (${error.code})` }
  try {
    return { folder, problem: JSON.parse(stdout.trim().split('\n').at(-1)).error.message }
  } catch {
    return { folder, problem: `its installation failed with exit code ${status}` }
  }
}
