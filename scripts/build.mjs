import { ensureBuilt, ensureReady } from './bootstrap.mjs'

await ensureReady({ build: false })
await ensureBuilt({ force: true })
