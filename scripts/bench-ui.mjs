/** How the page feels under load, in figures: `npm run bench:ui`. See docs/performance.md. */
import { join } from 'node:path'
import { ensureReady, fail, projectRoot } from './bootstrap.mjs'

const out = process.env.HAROMBE_OUT ?? join(projectRoot, 'out')
await ensureReady({ build: process.env.HAROMBE_OUT === undefined })
const { findBrowser } = await import('./browser.mjs')
const executablePath = await findBrowser()
if (executablePath === null) fail('no Chromium to measure with')
// The bench is TypeScript and imports the sources; vite's runner loads it as the build would.
const { runnerImport } = await import('vite')
const { module } = await runnerImport('bench/ui/index.ts')
await module.benchUi(out, executablePath)
