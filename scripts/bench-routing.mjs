/** How well questions are routed: `npm run bench:routing -- --data FILE [--seeds N] [--json]`. See docs/routing.md. */
import { ensureReady } from './bootstrap.mjs'

await ensureReady({ build: false })
// The bench is TypeScript and imports the sources; vite's runner loads it as the build would.
const { runnerImport } = await import('vite')
const { module } = await runnerImport('bench/routing/index.ts')
process.exitCode = await module.main(process.argv.slice(2))
