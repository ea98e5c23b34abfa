import { ensureBuilt, ensureReady } from './bootstrap.mjs'

ensureReady({ build: false })
ensureBuilt({ force: true })
