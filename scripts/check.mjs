import { ensureReady } from './bootstrap.mjs'
import { runChecks } from './checks.mjs'

ensureReady({ build: false })
const { failed } = runChecks()
process.exit(failed === 0 ? 0 : 1)
