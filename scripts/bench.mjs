import { ensureReady } from './bootstrap.mjs'

await ensureReady()
// The benchmark is TypeScript and imports the sources; vite's runner loads it as the build would.
const { runnerImport } = await import('vite')
await runnerImport('bench/index.ts')
