import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import type { DenyGroup } from './deny-group'
import { deniedGroups, deniedNames } from './deny-list-data'
import { foldPath, pathsOf } from './spelling'

export type Access = 'read' | 'write' | 'delete'

/** What harombe keeps for itself. Absolute paths. */
export interface OwnPlaces {
  dataDirectory: string
  /** harombe.yaml, wherever it is. */
  configFile: string
  /** Files that have others with longer names beside them: `memory.db-wal`. */
  databases: readonly string[]
  /** The program itself; null where it is not known. */
  appDirectory: string | null
}

export interface DenyListOptions {
  platform: NodeJS.Platform
  home: string
  env: Readonly<Record<string, string | undefined>>
  own: OwnPlaces
}

/** The list as the disk is now. Short-lived: one call, one search. */
export interface DeniedNow {
  /** Why a real, absolute path may not be touched; null when it may. It need not exist. */
  reasonFor(path: string, access: Access): Promise<string | null>
  /** The same for an entry of a folder that was found to be free itself: cheaper. */
  reasonForEntry(path: string, access: Access): Promise<string | null>
  /** What is denied below a folder, in words: it cannot be moved away with it. */
  reasonWithin(path: string): string | null
  /** A file with several names has one of them in a place that is denied. */
  isHeldElsewhere(identity: string): Promise<boolean>
}

export interface DenyList {
  now(): Promise<DeniedNow>
}

interface Root {
  path: string
  what: string
  access: DenyGroup['access']
  /** Files beside it whose names begin with its own are meant as well. */
  isPrefix: boolean
  /** Small enough, and the user's own, to look through it for other names of a file. */
  isSearched: boolean
}

/** Files looked at when a file with several names is read. */
const mostHeldFiles = 4_000

/** The same for every name of one file, whatever the spelling. */
export const identityOf = ({ dev, ino }: { dev: bigint; ino: bigint }): string => `${dev}:${ino}`

function expand(path: string, { home, env, platform }: DenyListOptions): string[] {
  const { join } = pathsOf(platform)
  const variable = /^%([^%]+)%(.*)$/.exec(path)
  if (variable !== null) {
    const [, name = '', rest = ''] = variable
    const value = env[name] ?? Object.entries(env).find(([key]) => key.toUpperCase() === name)?.[1]
    return value ? [join(value, rest)] : []
  }
  if (!path.startsWith('~')) return [path]
  const moved = path.startsWith('~/.config/') && env.XDG_CONFIG_HOME
  const usual = join(home, path.slice(1))
  return moved ? [usual, join(moved, path.slice('~/.config'.length))] : [usual]
}

function rootsOf(options: DenyListOptions): Root[] {
  const { own, platform } = options
  const ownRoot = (path: string, what: string, isPrefix = false): Root => ({
    path,
    what,
    access: 'all',
    isPrefix,
    isSearched: true,
  })
  const { basename, dirname, join } = pathsOf(platform)
  const config = basename(own.configFile).replace(/\.ya?ml$/i, '')
  return [
    ownRoot(own.dataDirectory, "harombe's own data"),
    ownRoot(own.configFile, "harombe's own settings", true),
    // Its overlays, and what a write of it leaves when it is cut off.
    ownRoot(join(dirname(own.configFile), `${config}.`), "harombe's own settings", true),
    ownRoot(join(dirname(own.configFile), `.${basename(own.configFile)}.`), "harombe's own settings", true),
    ownRoot(join(dirname(own.configFile), 'backups'), "harombe's own settings"),
    ...own.databases.map(path => ownRoot(path, "harombe's own data", true)),
    ...(own.appDirectory === null ? [] : [ownRoot(own.appDirectory, 'harombe itself')]),
    ...deniedGroups(platform).flatMap(({ what, access, paths }) =>
      paths
        .flatMap(path => expand(path, options))
        .map(path => ({
          path,
          what,
          access,
          isPrefix: false,
          isSearched: access === 'all' && path.startsWith(options.home),
        })),
    ),
  ]
}

const identityAt = async (path: string): Promise<string | null> => {
  try {
    return identityOf(await stat(path, { bigint: true }))
  } catch {
    // It is not there, or nobody may look: then neither may a tool.
    return null
  }
}

/** Real paths, with the parts that are not there yet. What several have in common is looked up once. */
function createFollower({
  dirname,
  basename,
  join,
}: ReturnType<typeof pathsOf>): (path: string) => Promise<string> {
  const followed = new Map<string, Promise<string>>()
  function follow(path: string): Promise<string> {
    const known = followed.get(path)
    if (known !== undefined) return known
    const parent = dirname(path)
    const real = realpath(path).catch(async () =>
      parent === path ? path : join(await follow(parent), basename(path)),
    )
    followed.set(path, real)
    return real
  }
  return follow
}

async function* filesBelow(path: string, left: { entries: number }): AsyncGenerator<string> {
  const isFolder = await lstat(path).then(
    found => found.isDirectory(),
    () => null,
  )
  if (isFolder === null || left.entries-- <= 0) return
  if (!isFolder) {
    yield path
    return
  }
  for (const name of await readdir(path).catch(() => [])) yield* filesBelow(`${path}/${name}`, left)
}

/**
 * Denied places are found by name, in every spelling some file system knows, and by what the disk says is the same folder, so
 * that neither links, nor mounts, nor a second name get around it.
 */
export function createDenyList(options: DenyListOptions): DenyList {
  const paths = pathsOf(options.platform)
  const roots = rootsOf(options)

  async function now(): Promise<DeniedNow> {
    const follow = createFollower(paths)
    const known = await Promise.all(
      roots.map(async root => {
        const real = await follow(root.path)
        return {
          ...root,
          folded: [foldPath(root.path), foldPath(real)],
          identity: await identityAt(root.path),
        }
      }),
    )

    const isBelow = (path: string, { folded, isPrefix }: (typeof known)[number]) =>
      folded.some(root => path === root || path.startsWith(isPrefix ? root : `${root}/`))

    const applies = ({ access: kept }: Pick<Root, 'access'>, access: Access) =>
      kept === 'all' || access !== 'read'

    function byName(path: string, access: Access): string | null {
      const folded = foldPath(path)
      const parts = folded.split('/')
      const rule = deniedNames.find(each => applies(each, access) && parts.includes(each.name))
      if (rule !== undefined) return rule.what
      return known.find(root => applies(root, access) && isBelow(folded, root))?.what ?? null
    }

    async function byIdentity(path: string, access: Access): Promise<string | null> {
      const identity = await identityAt(path)
      if (identity === null) return null
      return known.find(root => root.identity === identity && applies(root, access))?.what ?? null
    }

    return {
      async reasonFor(path, access) {
        const named = byName(path, access)
        if (named !== null) return named
        for (let current = path; ; current = paths.dirname(current)) {
          const what = await byIdentity(current, access)
          if (what !== null || paths.dirname(current) === current) return what
        }
      },
      reasonForEntry: async (path, access) => byName(path, access) ?? (await byIdentity(path, access)),
      reasonWithin(path) {
        const folded = `${foldPath(path)}/`
        return known.find(root => root.folded.some(each => each.startsWith(folded)))?.what ?? null
      },
      async isHeldElsewhere(identity) {
        const left = { entries: mostHeldFiles }
        for (const { path } of known.filter(({ isSearched }) => isSearched)) {
          for await (const file of filesBelow(path, left)) {
            if ((await identityAt(file)) === identity) return true
          }
        }
        return false
      },
    }
  }

  return { now }
}
