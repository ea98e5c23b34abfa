/**
 * Breaks a cluster on purpose and counts what was lost, cut short, doubled or wrong: `npm run chaos -- --streams 1000
 * --nodes 20 --kill 6 --seeds 20`. See docs/reliability.md.
 */
import { ensureReady } from './bootstrap.mjs'

await ensureReady({ build: false })
// The bench is TypeScript and imports the sources; vite's runner loads it as the build would.
const { runnerImport } = await import('vite')
const { module } = await runnerImport('bench/chaos/index.ts')
process.exit(await module.main(process.argv.slice(2)))
