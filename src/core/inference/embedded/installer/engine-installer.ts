import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { EngineStatus } from '../../../../shared/entities'
import { HarombeError, isHarombeError } from '../../../../shared/errors'
import { createJoinedWork } from '../joined-work'
import type { EngineInstaller, ExtraAccelerator } from '../types'
import { type Installed, markerName, readInstalled } from './engine-folder'
import type { NpmCommand } from './find-npm'
import { prepareInstallation } from './lockfile'
import { choosePackages, type Platform } from './platform-packages'
import { runNpm } from './run-npm'

export interface InstallerOptions {
  /** Where the engine is to be. */
  folder: string
  /** Ships with harombe: package.json and package-lock.json of the engine. */
  packageFolder: string
  platform: Platform
  findNpm(): NpmCommand | null
  /** What runs of it now; null outside a coordinator. */
  running?: (() => { running: boolean; accelerator: string | null; failure: HarombeError | null }) | undefined
  /** Called when nothing may use the folder any more: files in use cannot be replaced on Windows. */
  beforeReplacing?: (() => Promise<void>) | undefined
}

/** `npm ci` alone puts it there: no scripts run, nothing younger than a week is taken, the lock is not changed. */
const npmSettings = `ignore-scripts=true
min-release-age=7
audit=false
fund=false
update-notifier=false
fetch-retries=2
fetch-retry-mintimeout=1000
fetch-retry-maxtimeout=5000
`
const npmArguments = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
const leftoverAgeMs = 24 * 3_600_000

const failed = (what: string, cause: unknown) =>
  new HarombeError('STORAGE_FAILED', `${what} (${cause instanceof Error ? cause.message : String(cause)}).`, {
    hint: 'Check the permissions of the folder, and whether something still uses it.',
    cause,
  })

export function createEngineInstaller(options: InstallerOptions): EngineInstaller {
  const { folder, packageFolder, platform } = options
  const work = createJoinedWork<{ line: string }>()

  const read = (name: string) => readFile(join(packageFolder, name), 'utf8')
  const prepare = async (extra: ExtraAccelerator | undefined) =>
    prepareInstallation(
      await read('package.json'),
      await read('package-lock.json'),
      choosePackages(platform, extra),
    )

  /** What a process that died left of an installation. */
  async function removeLeftovers(): Promise<void> {
    const parent = dirname(folder)
    for (const name of await readdir(parent).catch(() => [])) {
      if (!name.startsWith(`${basename(folder)}.tmp-`)) continue
      const path = join(parent, name)
      const age = Date.now() - (await stat(path)).mtimeMs
      if (age > leftoverAgeMs) await rm(path, { recursive: true, force: true })
    }
  }

  async function replaceBy(made: string): Promise<void> {
    await options.beforeReplacing?.()
    const old = `${folder}.tmp-${randomUUID()}`
    const hadOld = await rename(folder, old).then(
      () => true,
      () => false,
    )
    try {
      await rename(made, folder)
    } catch (error) {
      if (hadOld) await rename(old, folder)
      throw error
    }
    if (hadOld) await rm(old, { recursive: true, force: true })
  }

  async function* install(
    extra: ExtraAccelerator | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<{ line: string }, void> {
    const npm = options.findNpm()
    if (npm === null) {
      throw new HarombeError(
        'NODE_REFUSED',
        'npm is needed to install the engine, and this machine has none.',
        {
          hint: 'Install Node.js 24 from nodejs.org, which brings npm, and try again.',
        },
      )
    }
    const { packageJson, packageLock, version, unpinned } = await prepare(extra)
    const packages = ['node-llama-cpp', ...choosePackages(platform, extra)]
    yield { line: `installing ${packages.join(', ')} ${version} into ${folder}` }
    for (const name of unpinned)
      yield { line: `${name} is taken by its version alone: its checksum is not known` }
    const made = `${folder}.tmp-${randomUUID()}`
    try {
      await mkdir(made, { recursive: true, mode: 0o700 })
      await removeLeftovers()
      await writeFile(join(made, 'package.json'), packageJson)
      await writeFile(join(made, 'package-lock.json'), packageLock)
      await writeFile(join(made, '.npmrc'), npmSettings)
      for await (const line of runNpm(npm, npmArguments, made, signal)) yield { line }
      await writeFile(join(made, markerName), JSON.stringify({ version, packages } satisfies Installed))
      if ((await readInstalled(made)) === null) {
        throw new HarombeError(
          'NODE_ERROR',
          'npm ended without an error, and yet the engine is not complete.',
        )
      }
      await replaceBy(made)
    } catch (error) {
      if (isHarombeError(error)) throw error
      throw failed('The engine could not be installed', error)
    } finally {
      await rm(made, { recursive: true, force: true })
    }
    yield { line: `the engine is installed (${version})` }
  }

  async function status(): Promise<EngineStatus> {
    const present = await readInstalled(folder)
    const { running = false, accelerator = null, failure = null } = options.running?.() ?? {}
    const base = { version: present?.version ?? null, accelerator, folder }
    if (work.isUnderWay(folder)) return { ...base, state: 'installing', hint: null }
    if (present === null) {
      return {
        ...base,
        state: 'absent',
        hint: 'Install it with `harombe engine install`, or from the Models page.',
      }
    }
    if (failure !== null) return { ...base, state: 'failed', hint: failure.message }
    const newest = await read('package.json').then(
      text => /"node-llama-cpp":\s*"([^"]+)"/.exec(text)?.[1] ?? null,
      () => null,
    )
    const isOld = newest !== null && newest !== present.version
    const hint = isOld ? `It is outdated: \`harombe engine install\` brings ${newest}.` : null
    return { ...base, state: running ? 'running' : 'ready', hint }
  }

  return {
    status,
    install: (signal, extra) => work.follow(folder, shared => install(extra, shared), signal),
    async remove() {
      try {
        await options.beforeReplacing?.()
        await rm(folder, { recursive: true, force: true })
      } catch (error) {
        throw failed('The engine could not be removed', error)
      }
    },
  }
}
