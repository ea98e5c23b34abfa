import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../../../shared/config/schema'
import { createConfigFile } from '../config-file'
import type { ConfigFile, ConfigFileOptions, FileVersion } from '../types'

export interface ConfigHouse {
  directory: string
  path: string
  /** A file of the folder, `harombe.yaml` without a name. */
  write(text: string, name?: string): void
  read(name?: string): string
  /** As one more start of harombe finds it; `versions` and `heard` gather what it tells. */
  open(options?: ConfigFileOptions): OpenedConfig
  remove(): void
}

export interface OpenedConfig {
  file: ConfigFile
  versions: FileVersion[]
  heard: { config: Config; problem: string | null }[]
  /** As if the watcher had seen a change. */
  reread(): Config
  nodes(): string[]
  close(): void
}

/** A folder with a harombe.yaml, and harombes that are started on it. */
export function createConfigHouse(): ConfigHouse {
  const directory = mkdtempSync(join(tmpdir(), 'harombe-config-'))
  const path = join(directory, 'harombe.yaml')
  let time = 1_000
  return {
    directory,
    path,
    write: (text, name = 'harombe.yaml') => writeFileSync(join(directory, name), text),
    read: (name = 'harombe.yaml') => readFileSync(join(directory, name), 'utf8'),
    open(options = {}) {
      const file = createConfigFile(path, {
        now: () => time++,
        secretsDirectory: join(directory, 'secrets'),
        ...options,
      })
      const versions: FileVersion[] = []
      const heard: OpenedConfig['heard'] = []
      const lifetime = new AbortController()
      file.load()
      file.onVersion(version => versions.push(version), lifetime.signal)
      file.watch((config, problem) => heard.push({ config, problem }), lifetime.signal)
      return {
        file,
        versions,
        heard,
        reread: () => file.load(),
        nodes: () => file.current().cluster.nodes.map(({ name, tier }) => `${name}:${tier}`),
        close: () => lifetime.abort(),
      }
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

/** The next thing a view shows. */
export async function viewOf(file: ConfigFile) {
  const abort = new AbortController()
  for await (const view of file.watchView(abort.signal)) {
    abort.abort()
    return view
  }
  throw new Error('nothing was shown')
}
