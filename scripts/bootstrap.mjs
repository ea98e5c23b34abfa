/**
 * Makes a checkout ready to run, with nothing but the Node and npm the machine happens to have. Plain JavaScript that
 * runs on Node 18 and newer, because it runs before the pinned Node 24 is there.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exitCodeOf, follow } from './child.mjs'
import { createSetupLock } from './setup-lock.mjs'

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))
const installStamp = join(projectRoot, 'node_modules', '.harombe-install')
const buildStamp = join(projectRoot, 'out', '.harombe-build')
const requiredMajor = 24

/** Progress goes to stderr, so that `--json` output on stdout stays clean. */
export const say = line => process.stderr.write(`harombe: ${line}\n`)

export function fail(line) {
  say(line)
  process.exit(1)
}

const hashFile = path => createHash('sha256').update(readFileSync(path)).digest('hex')

function filesBelow(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap(name => filesBelow(join(path, name)))
}

function hashTree(roots) {
  const hash = createHash('sha256')
  for (const path of roots.flatMap(root => filesBelow(join(projectRoot, root)))) {
    if (/\.test\.tsx?$/.test(path)) continue
    hash.update(path.slice(projectRoot.length)).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

const readStamp = path => (existsSync(path) ? readFileSync(path, 'utf8') : '')

const lock = createSetupLock(join(projectRoot, '.bootstrap-lock'), say)

/** Runs a command with its output on stderr; resolves to whether it succeeded. Ends this process when it was interrupted. */
export async function run(command, args, options = {}) {
  const ended = await follow(command, args, { cwd: projectRoot, stdio: ['ignore', 2, 2], ...options })
  if (ended.interrupted !== null) process.exit(exitCodeOf({ code: null, signal: ended.interrupted }))
  return ended.code === 0
}

function runNpm(args, options) {
  const npm = process.env.npm_execpath
  if (npm !== undefined && /\.c?js$/.test(npm)) return run(process.execPath, [npm, ...args], options)
  const isWindows = process.platform === 'win32'
  return run(isWindows ? 'npm.cmd' : 'npm', args, { shell: isWindows, ...options })
}

/** The pinned Node itself, of which npm installs the one package that fits; its shim in .bin needs a shell on Windows. */
function findPinnedNode() {
  const { optionalDependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  return Object.keys(optionalDependencies)
    .filter(name => name.startsWith('node-'))
    .map(name => join(projectRoot, 'node_modules', name, 'bin', file))
    .find(path => existsSync(path))
}

const nodeMajor = () => Number(process.versions.node.split('.')[0])

/** A stamp alone is not believed: whoever removes packages afterwards (another npm, a cleaner) leaves it behind. */
function isInstalled(wanted) {
  const present = ['.package-lock.json', 'electron-vite', 'vite', 'fastify', 'better-sqlite3'].every(name =>
    existsSync(join(projectRoot, 'node_modules', name)),
  )
  const hasNode = nodeMajor() >= requiredMajor || findPinnedNode() !== undefined
  return present && hasNode && readStamp(installStamp) === wanted
}

async function ensureInstalled() {
  const wanted = hashFile(join(projectRoot, 'package-lock.json'))
  if (isInstalled(wanted)) return
  await lock.hold(async onStart => {
    if (isInstalled(wanted)) return
    say('installing dependencies from the lockfile')
    rmSync(installStamp, { force: true })
    const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
    if (!(await runNpm(args, { onStart })))
      fail('npm ci failed; see its message above, then run the command again')
    writeFileSync(installStamp, wanted)
  })
}

/** Starts the calling script again under the pinned Node when this one is another major; returns only if it need not. */
async function ensurePinnedNode() {
  if (nodeMajor() === requiredMajor) {
    // Started by ourselves under an older Node: when that one is killed, nobody is left to stop us.
    if (process.channel !== undefined) {
      process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
      process.channel.unref()
    }
    return
  }
  const pinnedNode = findPinnedNode()
  if (pinnedNode === undefined) {
    if (nodeMajor() > requiredMajor) return
    fail(
      `needs Node ${requiredMajor} and none is pinned for ${process.platform}-${process.arch}; install Node ${requiredMajor} from nodejs.org and run this again`,
    )
  }
  const ended = await follow(pinnedNode, process.argv.slice(1), {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  process.exit(exitCodeOf(ended))
}

export const buildInputs = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'scripts/vite-csp-plugin.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
]

export const isBuildCurrent = () => readStamp(buildStamp) === hashTree(buildInputs)

/**
 * Builds main, preload, renderer and the CLI when a source changed since the last build.
 * @returns false when the build failed; its message is on stderr
 */
export async function buildIfStale({ force = false } = {}) {
  const wanted = hashTree(buildInputs)
  const isCurrent = () => !force && readStamp(buildStamp) === wanted
  if (isCurrent()) return true
  return lock.hold(async onStart => {
    if (isCurrent()) return true
    say('building')
    rmSync(buildStamp, { force: true })
    const electronVite = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    if (!(await run(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], { onStart })))
      return false
    writeFileSync(buildStamp, wanted)
    return true
  })
}

export async function ensureBuilt(options) {
  if (!(await buildIfStale(options))) fail('the build failed; see its message above')
}

/** After this: dependencies as locked, Node 24 running, and (unless `build: false`) out/ up to date. */
export async function ensureReady({ build = true } = {}) {
  try {
    await ensureInstalled()
    await ensurePinnedNode()
    // So that every child started by name is the pinned one too.
    const binaries = join(projectRoot, 'node_modules', '.bin')
    const separator = process.platform === 'win32' ? ';' : ':'
    process.env.PATH = `${binaries}${separator}${process.env.PATH ?? ''}`
    if (build) await ensureBuilt()
  } catch (error) {
    fail(error.message)
  }
}
