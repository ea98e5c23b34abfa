import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureReady, projectRoot, say } from './bootstrap.mjs'
import { desktopObstacle, findElectron } from './electron-binary.mjs'

ensureReady({ build: false })

const electronVite = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
const obstacle = desktopObstacle()
const electron = obstacle === null ? findElectron() : { missing: obstacle }
const children = []
const start = args => children.push(spawn(process.execPath, args, { cwd: projectRoot, stdio: 'inherit' }))

if ('path' in electron) start([electronVite, 'dev', '--watch'])
else {
  say(`no window (${electron.missing}): rebuilding on change and serving the browser host`)
  ensureReady()
  start([electronVite, 'build', '--watch'])
  start(['--watch-path=out/main', join('out', 'main', 'cli.js'), 'serve'])
}
const stop = () => {
  for (const child of children) child.kill()
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
