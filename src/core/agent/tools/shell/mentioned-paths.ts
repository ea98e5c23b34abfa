import { glob, realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { HarombeError } from '../../../../shared/errors'
import type { DeniedNow } from '../files/deny-list'
import { isInside } from './environment'

/** Each costs a look at the disk. A command that has more is not run, or the one that matters could hide behind the others. */
const maxWords = 2_000
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

/** As in the address of a file: `%2e` for a dot. */
const withoutPercents = (text: string): string =>
  text.replace(/%[0-7][0-9a-f]/gi, code => String.fromCharCode(Number.parseInt(code.slice(1), 16)))

/** Everything in a text that may be a path: as it stands, as a shell would read it without its quotes, and as an address says it. */
function wordsOf(text: string, home: string): Set<string> {
  const written = text.replace(homeVariables, home)
  const readings = [
    ...[written, written.replace(/['"\\]/g, ''), written.replace(/\\\r?\n/g, '')],
    withoutPercents(written),
  ]
  const words = readings.flatMap(reading => reading.split(betweenWords))
  const found = new Set<string>()
  // An argument may be a path with spaces.
  if (text.length <= maxWordLength) found.add(expandHome(text, home))
  for (const word of words) {
    if (word === '' || word.length > maxWordLength) continue
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
 * @throws HarombeError BAD_REQUEST for more words than can be looked up
 */
export async function deniedMention(
  texts: readonly string[],
  { cwd, home }: Places,
  denied: DeniedNow,
): Promise<string | null> {
  const targets = new Set(
    texts.flatMap(text => [...text.matchAll(/>{1,2}\|?\s*([^\s;|&<>()]+)/g)].map(([, word]) => word)),
  )
  const words = new Set(texts.flatMap(text => [...wordsOf(text, home)]))
  if (words.size > maxWords) {
    throw new HarombeError('BAD_REQUEST', 'The command has too many words to be checked.', {
      hint: 'Write what it works on into a file, or do it in several calls.',
    })
  }
  for (const word of words) {
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
