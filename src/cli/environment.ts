import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import packageJson from '../../package.json' with { type: 'json' }
import { dataDirectoryPath } from '../core/config/data-directory'
import { overlaysOfRun } from '../core/config/overlays-of-run'
import type { EngineHost } from '../core/inference/embedded/create-embedded-engine'
import { HarombeError } from '../shared/errors'

export const version: string = packageJson.version

/** The built web UI beside the built CLI; null in a checkout that was not built. */
export function findStaticRoot(): string | null {
  const path = join(dirname(fileURLToPath(import.meta.url)), '..', 'renderer')
  return existsSync(join(path, 'index.html')) ? path : null
}

/** The embedded engine's process beside the built CLI, and what `harombe engine install` installs. */
export function findEngine(): EngineHost {
  const directory = dirname(fileURLToPath(import.meta.url))
  return {
    entry: join(directory, 'engine.js'),
    packageFolder: join(directory, '..', '..', 'resources', 'engine'),
  }
}

/** The thread that writes conversations, beside the built CLI. */
export function findStorageThread(): string {
  return join(dirname(fileURLToPath(import.meta.url)), 'storage-thread.js')
}

/** The thread that searches conversations. */
export function findSearchThread(): string {
  return join(dirname(fileURLToPath(import.meta.url)), 'search-thread.js')
}

/** The thread that takes attached files apart. */
export function findIngestThread(): string {
  return join(dirname(fileURLToPath(import.meta.url)), 'ingest-thread.js')
}

/** The thread that web pages, calculations and searches in files may hold up. */
export function findToolThread(): string {
  return join(dirname(fileURLToPath(import.meta.url)), 'tool-thread.js')
}

export interface GlobalOptions {
  json?: boolean
  config?: string
  dataDir?: string
  overlay?: string[]
}

export interface Places {
  dataDirectory: string
  configPath: string
  /** Instead of those the file names; absent: those. */
  overlays?: readonly string[] | undefined
  /** The user named the file, so a missing one is a mistake and not a first start. */
  configIsExplicit: boolean
}

/** @throws HarombeError NOT_FOUND when `--config` names a file that must exist and does not, BAD_REQUEST for `--overlay` */
export function resolvePlaces(
  options: GlobalOptions,
  env: NodeJS.ProcessEnv,
  { mustExist }: { mustExist: boolean },
): Places {
  const dataDirectory = dataDirectoryPath({ env, override: options.dataDir })
  const overlays = overlaysOfRun({ env, override: options.overlay })
  if (options.config === undefined) {
    const configPath = join(dataDirectory, 'harombe.yaml')
    return { dataDirectory, configPath, overlays, configIsExplicit: false }
  }
  const configPath = resolve(options.config)
  if (mustExist && !existsSync(configPath)) {
    throw new HarombeError('NOT_FOUND', `There is no file ${configPath}.`, {
      hint: 'Check the path given with --config, or write a first file with `harombe init --config FILE`.',
    })
  }
  return { dataDirectory, configPath, overlays, configIsExplicit: true }
}
