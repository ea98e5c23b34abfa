import { z } from 'zod'
import { isPlatformPackage } from './platform-packages'

const packageEntry = z.looseObject({
  version: z.string().optional(),
  integrity: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
})
const lockfile = z.looseObject({
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), packageEntry),
})
const manifest = z.looseObject({ dependencies: z.record(z.string(), z.string()) })

const engine = 'node-llama-cpp'
const folderOf = (name: string) => `node_modules/${name}`

export interface Installation {
  packageJson: string
  packageLock: string
  version: string
  /** Packages whose content is not pinned by a hash, since the lock does not know them. */
  unpinned: string[]
}

/**
 * What `npm ci` is to install: the engine and the chosen platform packages, and none of the others. npm leaves out of a lock
 * what the registry lacked that it was made with; such a package is asked for by its exact version alone.
 * @throws Error when the shipped files are not what they should be
 */
export function prepareInstallation(
  manifestText: string,
  lockText: string,
  chosen: readonly string[],
): Installation {
  const { dependencies, ...rest } = manifest.parse(JSON.parse(manifestText))
  const lock = lockfile.parse(JSON.parse(lockText))
  const own = lock.packages[folderOf(engine)]
  const version = own?.version
  if (own === undefined || version === undefined) throw new Error(`the lock has no ${engine}`)

  const wanted = { ...dependencies, ...Object.fromEntries(chosen.map(name => [name, version])) }
  const packages: typeof lock.packages = {}
  for (const [path, entry] of Object.entries(lock.packages)) {
    const name = path.replace(/^node_modules\//, '')
    if (isPlatformPackage(name) && !chosen.includes(name)) continue
    packages[path] = entry
  }
  for (const name of chosen) {
    const known = packages[folderOf(name)] ?? { version }
    const { optional: _, ...entry } = known
    packages[folderOf(name)] = entry
  }
  const optional = Object.fromEntries(
    Object.entries(own.optionalDependencies ?? {}).filter(([name]) => chosen.includes(name)),
  )
  packages[folderOf(engine)] = { ...own, optionalDependencies: optional }
  packages[''] = { ...packages[''], dependencies: wanted }
  return {
    packageJson: `${JSON.stringify({ ...rest, dependencies: wanted }, null, 2)}\n`,
    packageLock: `${JSON.stringify({ ...lock, packages }, null, 2)}\n`,
    version,
    unpinned: chosen.filter(name => packages[folderOf(name)]?.integrity === undefined),
  }
}
