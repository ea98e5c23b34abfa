/**
 * Builds the installers for this system and processor into dist/, and checks the fuses of what came out. With `--dir` only the
 * unpacked app: a dry run. Says in one line why not where Electron cannot be had.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'
import { ensureReady, fail, projectRoot, run, say } from './bootstrap.mjs'
import { findElectron } from './electron-binary.mjs'
import { differingFuses } from './fuses.mjs'
import { packageArguments, packageConfig } from './package-plan.mjs'

await ensureReady()

const electron = findElectron()
if ('missing' in electron) fail(`cannot package: ${electron.missing}`)

const output = join(projectRoot, 'dist')
rmSync(output, { recursive: true, force: true })
mkdirSync(output)

const dir = process.argv.includes('--dir')
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository = null } = process.env
const { homepage = repository && `${server}/${repository}` } = JSON.parse(
  readFileSync(join(projectRoot, 'package.json'), 'utf8'),
)
// On macOS the binary lies three folders inside its bundle, which electron-builder copies itself from its own download.
const electronDist = process.platform === 'darwin' ? null : dirname(electron.path)
const configPath = join(output, 'builder-config.json')
const config = parse(readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8'))
writeFileSync(configPath, JSON.stringify(packageConfig(config, { repository, homepage, electronDist })))

if (!dir && process.platform === 'linux' && homepage === null)
  say('leaving out the deb: it must name a home page, and package.json has none')
if (!existsSync(join(projectRoot, 'resources', 'update-key.pem')))
  say('this build will take no updates: resources/update-key.pem is not there')
const { platform, arch } = process
const builder = join(projectRoot, 'node_modules', 'electron-builder', 'out', 'cli', 'cli.js')
const args = packageArguments({ configPath, platform, arch, dir, homepage })
if (!(await run(process.execPath, [builder, ...args]))) fail('electron-builder failed; see its message above')

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
rmSync(configPath)
say(`packaged into ${output}, fuses checked`)
