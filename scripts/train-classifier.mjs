/** Trains the model that judges questions: `npm run train:routing -- DATA.jsonl [MORE.jsonl ...]`. See training/README.md. */
import { ensureReady } from './bootstrap.mjs'

await ensureReady({ build: false })
// The training is TypeScript and reads texts with the very code of the app; vite's runner loads it as the build would.
const { runnerImport } = await import('vite')
const { module } = await runnerImport('training/index.ts')
process.exitCode = module.main(process.argv.slice(2))
