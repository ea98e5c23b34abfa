import { ensureReady } from './bootstrap.mjs'
import { runChecks } from './checks.mjs'

await ensureReady({ build: false })
const { failed } = runChecks()
process.exit(failed === 0 ? 0 : 1)
