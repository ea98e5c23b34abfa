import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale, ensureReady, isBuildCurrent, projectRoot, say } from './bootstrap.mjs'
import { desktopObstacle, findElectron } from './electron-binary.mjs'

await ensureReady({ build: false })

const obstacle = desktopObstacle()
const electron = obstacle === null ? findElectron() : { missing: obstacle }
const start = args => spawn(process.execPath, args, { cwd: projectRoot, stdio: 'inherit' })

let child
if ('path' in electron) {
  const electronVite = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  child = start([electronVite, 'dev', '--watch'])
} else {
  say(`no window (${electron.missing}): serving the browser host, built anew on every change`)
  const serve = () => start([join('out', 'main', 'cli.js'), 'serve', ...process.argv.slice(2)])
  child = (await buildIfStale()) ? serve() : null
  let timer
  watch(join(projectRoot, 'src'), { recursive: true }, () => {
    clearTimeout(timer)
    // Editors write a file in several steps.
    timer = setTimeout(async () => {
      if (isBuildCurrent() || !(await buildIfStale())) return
      const restart = () => {
        child = serve()
      }
      if (child === null || child.exitCode !== null) restart()
      else {
        child.once('exit', restart)
        child.kill('SIGTERM')
      }
    }, 300)
  })
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    child?.kill(signal)
    process.exit(0)
  })
}
