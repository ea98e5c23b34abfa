/** Builds the installers for this system and processor into dist/, and checks the fuses of what came out. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureReady, fail, projectRoot, run, say } from './bootstrap.mjs'
import { findElectron } from './electron-binary.mjs'
import { differingFuses } from './fuses.mjs'

await ensureReady()

const electron = findElectron()
if ('missing' in electron) fail(`cannot package: ${electron.missing}`)

const output = join(projectRoot, 'dist')
rmSync(output, { recursive: true, force: true })

const args = [
  join(projectRoot, 'node_modules', 'electron-builder', 'out', 'cli', 'cli.js'),
  `--${process.arch}`,
  '--publish=never',
]
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env
const { homepage = repository && `${server}/${repository}` } = JSON.parse(
  readFileSync(join(projectRoot, 'package.json'), 'utf8'),
)
if (homepage) args.push(`--config.extraMetadata.homepage=${homepage}`)
else if (process.platform === 'linux') {
  say('leaving out the deb: it must name a home page, and package.json has none')
  args.push('--linux', 'AppImage')
}
if (!(await run(process.execPath, args))) fail('electron-builder failed; see its message above')

/** The file that holds Electron itself, in the unpacked app electron-builder leaves beside the installers. */
function electronBinary() {
  const unpacked = readdirSync(output).find(name => /-unpacked$|^mac/.test(name)) ?? ''
  const framework = 'harombe.app/Contents/Frameworks/Electron Framework.framework/Electron Framework'
  const names = { darwin: framework, win32: 'harombe.exe' }
  const path = join(output, unpacked, names[process.platform] ?? 'harombe')
  return existsSync(path) ? path : fail(`no packaged app at ${path}`)
}

const differing = differingFuses(readFileSync(electronBinary()))
if (differing.length > 0) fail(`these fuses are not as they must be: ${differing.join(', ')}`)
say(`packaged into ${output}, fuses checked`)
