import { realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { replacePrivateFile } from '../../core/config/private-files'
import { formatText } from '../../shared/config/document/format-text'
import { formatProblem } from '../../shared/config/document/load-config'
import { maskSecrets } from '../../shared/config/document/mask-secrets'
import { parseYaml } from '../../shared/config/document/parse-yaml'
import { HarombeError } from '../../shared/errors'
import { diffTexts } from '../diff-texts'
import type { ExitCode, RunContext } from '../run-context'

export interface FmtOptions {
  /** Change nothing; exit code 1 when it would. */
  check?: boolean | undefined
  /** Show what would change, or changes; secrets are masked, since it may end in a log. */
  diff?: boolean | undefined
}

const stdinName = '-'

/** The text as it would be laid out. @throws HarombeError CONFIG_INVALID for one that is no YAML this harombe reads */
function formatted(name: string, bytes: Uint8Array): { before: string; after: string } {
  const { problems } = parseYaml(bytes)
  const [first] = problems
  if (first !== undefined) {
    throw new HarombeError('CONFIG_INVALID', `${name}: ${formatProblem(first)}`, {
      hint: 'Correct that first; nothing was changed.',
      data: { problems },
    })
  }
  const before = Buffer.from(bytes).toString('utf8')
  return { before, after: formatText(before) }
}

async function read(path: string, hint: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    throw new HarombeError('NOT_FOUND', `${path} cannot be read.`, { hint, cause })
  })
}

/** Only over the bytes that were read: somebody may be writing. A symbolic link stays one. */
async function write(path: string, before: Uint8Array, after: string): Promise<void> {
  try {
    const target = realpathSync(path)
    if (Buffer.compare(await readFile(target), before) === 0) replacePrivateFile(target, after)
    else throw new Error('it was changed meanwhile')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new HarombeError('STORAGE_FAILED', `${path} cannot be written: ${reason}.`, { cause })
  }
}

/** One layout for every harombe.yaml; no value, comment or quote changes. `-`: what comes through the pipe, to stdout. */
export async function fmt(
  file: string | undefined,
  { check, diff }: FmtOptions,
  context: RunContext,
  stdin: NodeJS.ReadableStream = process.stdin,
): Promise<ExitCode> {
  const { terminal } = context
  const path = file ?? context.places().configPath
  const isPipe = path === stdinName
  const hint = file === undefined ? 'Write a first one with `harombe init`.' : 'Check the name.'
  const bytes = isPipe ? Buffer.from(await readAll(stdin)) : await read(path, hint)
  const { before, after } = formatted(isPipe ? 'stdin' : path, bytes)
  const changed = before !== after
  if (!isPipe && changed && check !== true) await write(path, bytes, after)
  if (terminal.json) terminal.data({ path, changed, ...(isPipe && check !== true ? { text: after } : {}) })
  else {
    const masked = (text: string) => ({ name: path, text: maskSecrets(text) })
    const shown = diff === true ? diffTexts(masked(before), masked(after), terminal.style) : []
    for (const line of shown) terminal.line(line)
    if (isPipe && check !== true && diff !== true) terminal.write(after)
    else if (changed && diff !== true) terminal.line(path)
  }
  return check === true && changed ? 1 : 0
}
