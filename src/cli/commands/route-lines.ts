import { once } from 'node:events'
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { addAbortSignal, type Readable } from 'node:stream'
import { isMissingFile } from '../../core/config/private-files'
import type { Classifier, OperatingPoint } from '../../core/coordination/classification/classifier'
import { createClassifier } from '../../core/coordination/classification/create-classifier'
import { createTextJudge } from '../../core/coordination/classification/text-judge'
import { describeRequest } from '../../core/coordination/describe-request'
import { formatProblem, loadConfig } from '../../shared/config/document/load-config'
import type { RoutePreference, RouteShift } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { readConversationLine } from '../conversation-line'
import { type Line, readLines } from '../line-reader'
import type { ExitCode, RunContext } from '../run-context'
import { readRouting } from './read-routing'

/** Room for a conversation with the images the HTTP API takes. */
const longestLine = 32 * 1024 * 1024

export interface RouteLinesOptions {
  preference?: RoutePreference | undefined
  learned?: boolean | undefined
}

/** `{"id":7,"a":1}`; the id is JSON text already. */
function record(id: string | undefined, fields: Record<string, unknown>): string {
  const rest = JSON.stringify(fields)
  return id === undefined ? rest : `{"id":${id},${rest.slice(1)}`
}

/**
 * What becomes of each line: `{id, tier, probabilities, reasons}`, or `{id?, line, error}` for one that cannot be read. Empty
 * lines are passed over.
 */
export function createLineJudge(classifier: Classifier, operatingPoint: OperatingPoint) {
  let badLines = 0
  const bad = (id: string | undefined, line: number, { code, message }: HarombeError) => {
    badLines += 1
    return record(id, { line, error: { code, message } })
  }
  return {
    badLines: () => badLines,
    /** Without a line break; null for a line that says nothing. */
    judge({ number, text }: Line): string | null {
      if (text === null) {
        const message = `The line is longer than ${longestLine / 1024 / 1024} MB.`
        return bad(undefined, number, new HarombeError('PAYLOAD_TOO_LARGE', message))
      }
      if (text.trim() === '') return null
      const read = readConversationLine(text)
      if ('error' in read) return bad(read.id, number, read.error)
      const request = { target: { tier: 'auto' as const }, ...read.conversation }
      const { classification } = describeRequest(classifier, request, operatingPoint)
      const { tier, probabilities, reasons } = classification
      return record(read.id, { tier, probabilities, reasons })
    },
  }
}

/** The preference of harombe.yaml; its default when there is no file. @throws HarombeError CONFIG_INVALID */
async function preferenceOf(configPath: string): Promise<RoutePreference> {
  const content = await readFile(configPath).catch((error: unknown) => {
    if (isMissingFile(error)) return ''
    throw error
  })
  const { config, problems } = loadConfig(content)
  if (config !== null) return config.cluster.routing.preference
  throw new HarombeError('CONFIG_INVALID', problems.map(formatProblem).join(' '), {
    hint: `Correct ${configPath}, or give --preference.`,
  })
}

/** @throws HarombeError NOT_FOUND, BAD_REQUEST for a directory */
async function openFile(path: string): Promise<FileHandle> {
  const handle = await open(path).catch((cause: unknown) => {
    const why = isMissingFile(cause) ? `There is no file ${path}.` : `${path} cannot be read.`
    throw new HarombeError('NOT_FOUND', why, {
      hint: 'Give a file with lines of {"id", "prompt"} or {"id", "messages"}, or - for standard input.',
      cause,
    })
  })
  if (!(await handle.stat()).isDirectory()) return handle
  await handle.close()
  throw new HarombeError('BAD_REQUEST', `${path} is a directory.`, { hint: 'Give a file of JSON lines.' })
}

/** Where lines come from, who judges them and where answers go. */
export interface LineWork {
  stdin: Readable
  stdout: NodeJS.WritableStream
  classifier: Classifier
}

const standardWork = (): LineWork => ({
  stdin: process.stdin,
  stdout: process.stdout,
  classifier: createClassifier({ judge: createTextJudge() }),
})

/**
 * Judges every line of a file, or of standard input for `-`, by the classifier alone: no node, no coordinator, nothing sent.
 * In order, one line out for each line in, and never more in memory than is being read.
 * @returns 1 when a line could not be read
 */
export async function routeLines(
  path: string,
  options: RouteLinesOptions,
  context: RunContext,
  { stdin, stdout, classifier }: LineWork = standardWork(),
): Promise<ExitCode> {
  const file = path === '-' ? null : await openFile(path)
  try {
    const { preference = await preferenceOf(context.places().configPath) } = options
    const shift: RouteShift =
      options.learned === true ? (await context.withSession(readRouting)).shift : [0, 0]
    const lines = createLineJudge(classifier, { preference, shift })
    const bytes = addAbortSignal(context.signal, file?.createReadStream({ autoClose: false }) ?? stdin)
    for await (const batch of readLines(bytes, { longest: longestLine })) {
      const answers = batch.flatMap(line => lines.judge(line) ?? [])
      const text = answers.map(answer => `${answer}\n`).join('')
      if (!stdout.write(text)) await once(stdout, 'drain', { signal: context.signal })
    }
    return lines.badLines() === 0 ? 0 : 1
  } catch (error) {
    // Also when nobody reads any more: that, too, stops the command.
    if (context.signal.aborted) throw new HarombeError('CANCELLED', 'It was stopped.', { cause: error })
    throw error
  } finally {
    await file?.close()
  }
}
