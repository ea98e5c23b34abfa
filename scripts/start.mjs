import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureReady, projectRoot, say } from './bootstrap.mjs'
import { desktopObstacle, findElectron } from './electron-binary.mjs'

ensureReady()

const obstacle = desktopObstacle()
const electron = obstacle === null ? findElectron() : { missing: obstacle }
const forwarded = process.argv.slice(2)

let child
if ('path' in electron) {
  child = spawn(electron.path, [projectRoot, ...forwarded], { stdio: 'inherit' })
} else {
  say(`starting in the browser instead of a window: ${electron.missing}`)
  const cli = join(projectRoot, 'out', 'main', 'cli.js')
  const open = obstacle === null ? ['--open'] : []
  child = spawn(process.execPath, [cli, 'serve', ...open, ...forwarded], { stdio: 'inherit' })
}

// Ctrl-C reaches the whole process group; waiting here lets the child stop in its own order.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT') child.kill(signal)
  })
}
child.on('exit', (code, signal) => {
  process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1))
})
