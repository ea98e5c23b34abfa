import type { BigIntStats } from 'node:fs'
import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { HarombeError } from '../../../../shared/harombe-error'
import { type Access, type DeniedNow, type DenyList, identityOf } from './deny-list'
import { checkSpelling, longestPath } from './spelling'

/** What is at a place. */
export interface Found {
  kind: 'file' | 'directory' | 'other'
  /** Of the file itself, whatever its name. */
  identity: string
  links: number
  bytes: number
  mode: number
  modifiedMs: number
}

/** Where a path leads that a model wrote. */
export interface Place {
  /** Absolute and real: no part of it is a link. The last parts may not exist yet. */
  path: string
  /** As people and models are told of it: from the workspace, or absolute. */
  shown: string
  isInside: boolean
  found: Found | null
}

export interface PathJail {
  /**
   * Follows links to where the path really leads and checks that it may be touched. Says nothing of what is there a moment
   * later: whoever opens it looks again.
   * @param given as the model wrote it: from the workspace, absolute, or below `~`
   * @param workspace absolute and real
   * @throws HarombeError FORBIDDEN for what no approval lifts, BAD_REQUEST for what is no path, NOT_FOUND
   */
  locate(given: string, workspace: string, access: Access, denied?: DeniedNow): Promise<Place>
}

const refused = (message: string, hint?: string) => new HarombeError('FORBIDDEN', message, { hint })

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null)

export function foundOf(stats: BigIntStats): Found {
  return {
    kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other',
    identity: identityOf(stats),
    links: Number(stats.nlink),
    bytes: Number(stats.size),
    mode: Number(stats.mode) & 0o7777,
    modifiedMs: Number(stats.mtimeMs),
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    error => codeOf(error) !== 'ENOENT',
  )
}

/** The real path of the deepest parent that exists, and the rest as it was written. */
async function followLinks(path: string): Promise<string> {
  const rest: string[] = []
  for (let current = path; ; current = dirname(current)) {
    try {
      return join(await realpath(current), ...rest)
    } catch (error) {
      const code = codeOf(error)
      if (code === 'ELOOP') throw refused('The path goes round in circles.')
      if (code === 'ENOTDIR')
        throw new HarombeError('BAD_REQUEST', 'A part of the path is a file, no folder.')
      if (code === 'EACCES' || code === 'EPERM') throw refused('This user may not look there.')
      if (code === 'ENAMETOOLONG') throw new HarombeError('BAD_REQUEST', 'The path is too long.')
      if (code !== 'ENOENT' || dirname(current) === current) throw error
      // A link to nothing: what it would make come into being is not what the path says.
      if (await exists(current)) throw refused('A part of the path is a link that leads nowhere.')
      rest.unshift(basename(current))
    }
  }
}

async function lookAt(path: string): Promise<Found | null> {
  try {
    return foundOf(await lstat(path, { bigint: true }))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)

/** `~` means the home folder of this user and of nobody else. */
function absolute(given: string, workspace: string, home: string): string {
  if (given === '~') return home
  if (/^~[/\\]/.test(given)) return resolve(home, given.slice(2))
  return isAbsolute(given) ? resolve(given) : resolve(workspace, given)
}

export interface PathJailOptions {
  denyList: DenyList
  platform: NodeJS.Platform
  /** What `~` stands for. */
  home: string
}

export function createPathJail({ denyList, platform, home }: PathJailOptions): PathJail {
  return {
    async locate(given, workspace, access, denied) {
      checkSpelling(given, platform)
      const list = denied ?? (await denyList.now())
      const written = absolute(given, workspace, home)
      if (Buffer.byteLength(written) >= longestPath)
        throw new HarombeError('BAD_REQUEST', 'The path is too long.')
      const path = await followLinks(written)
      // As written too: a denied place that is a link itself stays denied by its name.
      for (const each of new Set([written, path])) {
        const what = await list.reasonFor(each, access)
        if (what !== null)
          throw refused(`No tool may ${access === 'read' ? 'read' : 'change'} this: it belongs to ${what}.`)
      }
      if (access === 'delete') {
        const what = list.reasonWithin(path)
        if (what !== null) throw refused(`No tool may delete this: in it there are ${what}.`)
      }
      const isInside = isWithin(path, workspace)
      const found = await lookAt(path)
      if (found !== null && found.kind === 'file' && found.links > 1) {
        if (access !== 'read')
          throw refused('The file has a second name elsewhere (a hard link), which would change too.')
        if (!isInside)
          throw refused('The file has a second name elsewhere (a hard link), so it is not read here.')
        if (await list.isHeldElsewhere(found.identity))
          throw refused('The file is another name (a hard link) of one that no tool may read.')
      }
      const shown = isInside ? relative(workspace, path).split(sep).join('/') || '.' : path
      return { path, shown, isInside, found }
    },
  }
}
