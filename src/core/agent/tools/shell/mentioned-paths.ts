import { glob, realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import type { DeniedNow } from '../files/deny-list'
import { isInside } from './environment'

/** More words than that no honest command has, and each costs a look at the disk. */
const maxWords = 300
const maxWordLength = 4096
/** Files a pattern is looked up for. */
const maxMatches = 100

/** No files, but what programs read and print through. */
const harmlessDevices = /^\/dev\/(null|zero|full|random|urandom|tty|stdin|stdout|stderr|fd\/\d+)$/

const homeVariables = /\$\{?HOME\}?|%USERPROFILE%|%HOMEPATH%|\$env:USERPROFILE/gi
const betweenWords = /[\s;|&<>()`=,:!{}"'$@#]+/u

function expandHome(word: string, home: string): string {
  return /^~(?=$|[\\/])/.test(word) ? `${home}${word.slice(1)}` : word
}

/** Everything in a text that may be a path: as it stands, and as a shell would read it without its quotes. */
function wordsOf(text: string, home: string): Set<string> {
  const written = text.replace(homeVariables, home)
  const readings = [written, written.replace(/['"\\]/g, ''), written.replace(/\\\r?\n/g, '')]
  const words = readings.flatMap(reading => reading.split(betweenWords))
  const found = new Set<string>()
  // An argument may be a path with spaces.
  if (text.length <= maxWordLength) found.add(expandHome(text, home))
  for (const word of words) {
    if (word === '' || word.length > maxWordLength || found.size >= maxWords) continue
    found.add(expandHome(word, home))
    // `-I/usr/include`, `--output/x`: what an option has attached.
    const slash = word.search(/[/~]/)
    if (slash > 0) found.add(expandHome(word.slice(slash), home))
  }
  return found
}

async function matchesOf(word: string, cwd: string): Promise<string[]> {
  if (!/[*?[]/.test(word)) return []
  const matches: string[] = []
  try {
    for await (const match of glob(word.replaceAll('**', '*'), { cwd })) {
      matches.push(resolve(cwd, match))
      if (matches.length >= maxMatches) break
    }
  } catch {
    // No pattern after all.
  }
  return matches
}

/** Where a path leads, with the parts that are not there yet. */
async function realOf(path: string): Promise<{ path: string; exists: boolean }> {
  const rest: string[] = []
  for (let current = path; ; current = dirname(current)) {
    try {
      return { path: join(await realpath(current), ...rest), exists: rest.length === 0 }
    } catch {
      if (dirname(current) === current) return { path, exists: false }
      rest.unshift(basename(current))
    }
  }
}

export interface Places {
  workspace: string
  cwd: string
  home: string
}

/**
 * Why a command may not run: it names a place that is denied, in the plain or behind links, patterns, quotes or variables for the
 * home folder. Null when it names none. Whoever has a shell put a name together can hide it from this: such a command is asked
 * for, and in a sandbox the place is not there.
 */
export async function deniedMention(
  texts: readonly string[],
  { cwd, home }: Places,
  denied: DeniedNow,
): Promise<string | null> {
  const targets = new Set(
    texts.flatMap(text => [...text.matchAll(/>{1,2}\|?\s*([^\s;|&<>()]+)/g)].map(([, word]) => word)),
  )
  for (const word of new Set(texts.flatMap(text => [...wordsOf(text, home)]))) {
    // A `cd` before may have made it a path from there.
    const bases = isAbsolute(word) ? [cwd] : [cwd, home]
    const paths = [...bases.map(base => resolve(base, word)), ...(await matchesOf(word, cwd))]
    for (const path of paths) {
      if (harmlessDevices.test(path)) continue
      const access = targets.has(word) ? 'write' : 'read'
      const reason = await denied.reasonFor((await realOf(path)).path, access)
      if (reason !== null) return reason
    }
  }
  return null
}

/** Whether an argument leads out of the workspace or to another machine, as far as can be seen. */
export async function leadsOutside(
  args: readonly string[],
  { workspace, cwd, home }: Places,
): Promise<boolean> {
  for (const argument of args) {
    if (argument.includes('://')) return true
    for (const word of wordsOf(argument, home)) {
      const { path, exists } = await realOf(resolve(cwd, word))
      if ((exists || /[/\\]/.test(word)) && !isInside(workspace, path)) return true
    }
  }
  return false
}
