/**
 * Breaks a cluster on purpose and counts what was lost, cut short, doubled or wrong: `npm run chaos -- --streams 1000
 * --nodes 20 --kill 6 --seeds 20`. See docs/reliability.md.
 */
import { fileURLToPath } from 'node:url'
import { ensureReady, fail, run } from './bootstrap.mjs'

await ensureReady({ build: false })

/**
 * Runs this script once more in a network namespace whose loopback has the frames of an ordinary network, so that readers
 * who stall do so after kilobytes, not after megabytes of the system's own buffers. Linux, as root.
 */
async function runInOwnNetwork(args) {
  const name = `hrb-chaos-${process.pid}`
  if (!(await run('ip', ['netns', 'add', name]))) fail('--own-network needs Linux, iproute2 and root')
  try {
    await run('ip', ['-n', name, 'link', 'set', 'lo', 'mtu', '1500', 'up'])
    const script = fileURLToPath(import.meta.url)
    const command = ['netns', 'exec', name, process.execPath, script, ...args]
    return (await run('ip', command, { stdio: ['ignore', 'inherit', 'inherit'] })) ? 0 : 1
  } finally {
    await run('ip', ['netns', 'delete', name])
  }
}

const args = process.argv.slice(2)
const others = args.filter(argument => argument !== '--own-network')
if (others.length < args.length) process.exit(await runInOwnNetwork(others))
// The bench is TypeScript and imports the sources; vite's runner loads it as the build would.
const { runnerImport } = await import('vite')
const { module } = await runnerImport('bench/chaos/index.ts')
process.exit(await module.main(others))
