/**
 * Makes a checkout ready to run, with nothing but the Node and npm the machine happens to have. Plain JavaScript that
 * runs on Node 18 and newer, because it runs before the pinned Node 24 is there.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))
const installStamp = join(projectRoot, 'node_modules', '.harombe-install')
const buildStamp = join(projectRoot, 'out', '.harombe-build')
const lockDirectory = join(projectRoot, '.bootstrap-lock')
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

/** Runs a command with its output on stderr; returns whether it succeeded. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: projectRoot, stdio: ['ignore', 2, 2], ...options })
  return result.status === 0
}

function runNpm(args, options) {
  const npm = process.env.npm_execpath
  if (npm !== undefined && /\.c?js$/.test(npm)) return run(process.execPath, [npm, ...args], options)
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    shell: process.platform === 'win32',
    ...options,
  })
}

/** Two commands started at once in a fresh checkout must not install or build over each other. */
function withLock(work) {
  const deadline = Date.now() + 15 * 60_000
  let announced = false
  for (;;) {
    try {
      mkdirSync(lockDirectory)
      break
    } catch {
      let ownerGone = false
      try {
        process.kill(Number(readStamp(join(lockDirectory, 'pid')) || process.pid), 0)
        // A crash between mkdir and writing the pid leaves an empty lock.
        ownerGone =
          !existsSync(join(lockDirectory, 'pid')) && Date.now() - statSync(lockDirectory).mtimeMs > 10_000
      } catch {
        ownerGone = true
      }
      if (ownerGone) rmSync(lockDirectory, { recursive: true, force: true })
      else if (Date.now() > deadline)
        fail(`another set-up has been running for 15 minutes; remove ${lockDirectory} if it is not`)
      else {
        if (!announced) say('waiting for another set-up of this folder to finish')
        announced = true
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
      }
    }
  }
  writeFileSync(join(lockDirectory, 'pid'), String(process.pid))
  try {
    return work()
  } finally {
    rmSync(lockDirectory, { recursive: true, force: true })
  }
}

function ensureInstalled() {
  const wanted = hashFile(join(projectRoot, 'package-lock.json'))
  if (readStamp(installStamp) === wanted) return
  withLock(() => {
    if (readStamp(installStamp) === wanted) return
    say('installing dependencies from the lockfile')
    const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
    if (!runNpm(args)) fail('npm ci failed; see its message above, then run the command again')
    writeFileSync(installStamp, wanted)
  })
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

/** Starts the calling script again under the pinned Node when this one is another major; returns only if it need not. */
function ensurePinnedNode() {
  if (nodeMajor() === requiredMajor) return
  const pinnedNode = findPinnedNode()
  if (pinnedNode === undefined) {
    if (nodeMajor() > requiredMajor) return
    fail(
      `needs Node ${requiredMajor} and no pinned one exists for ${process.platform}-${process.arch}; install Node ${requiredMajor} from nodejs.org and run this again`,
    )
  }
  const result = spawnSync(pinnedNode, process.argv.slice(1), { stdio: 'inherit' })
  process.exit(result.status ?? 1)
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
export function buildIfStale({ force = false } = {}) {
  const wanted = hashTree(buildInputs)
  const isCurrent = () => !force && readStamp(buildStamp) === wanted
  if (isCurrent()) return true
  return withLock(() => {
    if (isCurrent()) return true
    say('building')
    rmSync(buildStamp, { force: true })
    const electronVite = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    if (!run(process.execPath, [electronVite, 'build', '--logLevel', 'warn'])) return false
    writeFileSync(buildStamp, wanted)
    return true
  })
}

export function ensureBuilt(options) {
  if (!buildIfStale(options)) fail('the build failed; see its message above')
}

/** After this: dependencies as locked, Node 24 running, and (unless `build: false`) out/ up to date. */
export function ensureReady({ build = true } = {}) {
  ensureInstalled()
  ensurePinnedNode()
  // So that every child started by name is the pinned one too.
  const binaries = join(projectRoot, 'node_modules', '.bin')
  const separator = process.platform === 'win32' ? ';' : ':'
  process.env.PATH = `${binaries}${separator}${process.env.PATH ?? ''}`
  if (build) ensureBuilt()
}
