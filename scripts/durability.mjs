/**
 * Kills coordinators at random moments and counts what was lost, doubled or run twice: `npm run durability -- --rounds 1000`.
 * See docs/reliability.md.
 */
import { ensureReady } from './bootstrap.mjs'

await ensureReady({ build: false })
// The bench is TypeScript and imports the sources; vite's runner loads it as the build would.
const { runnerImport } = await import('vite')
const { module } = await runnerImport('bench/durability/index.ts')
process.exit(await module.main(process.argv.slice(2)))
