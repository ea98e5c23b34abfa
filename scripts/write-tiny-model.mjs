/**
 * Writes a llama model of half a megabyte with random weights, to try the embedded engine without a download:
 * `node scripts/write-tiny-model.mjs ~/.harombe/models/tiny.gguf`. What it answers is nonsense.
 */
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { ensureReady } from './bootstrap.mjs'

await ensureReady({ build: false })
const { writeTinyModel } = await import('../src/core/inference/embedded/testing/write-tiny-model.ts')

const [path] = process.argv.slice(2)
if (path === undefined) {
  process.stderr.write('usage: node scripts/write-tiny-model.mjs FILE.gguf\n')
  process.exit(2)
}
const target = resolve(path)
mkdirSync(dirname(target), { recursive: true })
writeTinyModel(target)
process.stdout.write(`${target}\n`)
