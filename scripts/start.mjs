import { join } from 'node:path'
import { ensureReady, projectRoot, say } from './bootstrap.mjs'
import { exitCodeOf, follow } from './child.mjs'
import { desktopObstacle, findElectron } from './electron-binary.mjs'

await ensureReady()

const obstacle = desktopObstacle()
const electron = obstacle === null ? findElectron() : { missing: obstacle }
const forwarded = process.argv.slice(2)

function command() {
  if ('path' in electron) return [electron.path, [projectRoot, ...forwarded]]
  say(`starting in the browser instead of a window: ${electron.missing}`)
  const cli = join(projectRoot, 'out', 'main', 'cli.js')
  const open = obstacle === null ? ['--open'] : []
  return [process.execPath, [cli, 'serve', ...open, ...forwarded]]
}

const ended = await follow(...command(), { stdio: 'inherit' })
process.exit(ended.interrupted !== null && ended.signal !== null ? 0 : exitCodeOf(ended))
