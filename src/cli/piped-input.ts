import { fstatSync } from 'node:fs'
import { decodeText } from '../core/memory/ingest/decode-text'
import { isPdf } from '../core/memory/ingest/detect-kind'
import { HarombeError } from '../shared/errors'
import { readDocument } from './read-document'

const maxCharacters = 1_000_000
/** UTF-8 has four bytes at most for a character. */
const maxTextBytes = maxCharacters * 4
const maxPdfBytes = 64 * 1024 * 1024
/**
 * How long an open but silent stdin is waited for when there is a question already. Many programs hand a pipe down that
 * they never write to nor close; waiting for its end would hang every command they start.
 */
const patienceMs = 3000

function isRedirected(): boolean {
  try {
    const stats = fstatSync(0)
    return stats.isFile() || stats.isFIFO() || stats.isSocket()
  } catch {
    // A closed stdin has no descriptor to look at.
    return false
  }
}

function stdinKind() {
  const stats = fstatSync(0)
  return { isFIFO: stats.isFIFO(), isFile: stats.isFile() }
}

const tooMuch = (what: string) =>
  new HarombeError('PAYLOAD_TOO_LARGE', `More than ${what} came through the pipe.`, {
    hint: 'Send a part of it.',
  })

const noText = () =>
  new HarombeError('UNSUPPORTED_MEDIA_TYPE', 'What came through the pipe is no text.', {
    hint: 'Text, code and PDF can be sent.',
  })

/** All that comes; null when nothing came for so long that nothing will. */
async function readBytes(stdin: NodeJS.ReadStream, optional: boolean): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  let most = maxTextBytes
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | null>()
  const timer = optional ? setTimeout(() => resolve(null), patienceMs) : undefined
  stdin.on('data', (chunk: Buffer | string) => {
    clearTimeout(timer)
    const bytes = Buffer.from(chunk)
    if (length === 0 && isPdf(bytes)) most = maxPdfBytes
    length += bytes.length
    if (length <= most) chunks.push(bytes)
    else if (chunks[0]?.includes(0) === true && most === maxTextBytes) reject(noText())
    else reject(tooMuch(most === maxPdfBytes ? '64 MiB' : `${maxCharacters} characters`))
  })
  stdin.on('end', () => resolve(Buffer.concat(chunks)))
  stdin.on('error', reject)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    stdin.removeAllListeners()
    stdin.pause()
    // Otherwise an open pipe keeps the process alive after the answer.
    stdin.unref?.()
  }
}

export interface PipedInputOptions {
  /** There is a question already. */
  optional: boolean
  signal?: AbortSignal | undefined
  remark?(text: string): void
}

/**
 * What came through a pipe or a file, trimmed; empty for a terminal. The text of a PDF. With `optional`, a stdin that stays silent is
 * left alone after three seconds, and `remark` says so; once something came, its end is waited for.
 * @throws HarombeError PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE for what is no text
 */
export async function readPipedInput(
  stdin: NodeJS.ReadStream,
  {
    optional,
    signal = new AbortController().signal,
    remark = text => void process.stderr.write(`${text}\n`),
  }: PipedInputOptions,
): Promise<string> {
  if (stdin.isTTY === true || !isRedirected()) return ''
  const bytes = await readBytes(stdin, optional)
  if (bytes === null) {
    remark('Nothing came through the pipe for 3 s, so the question is answered without it.')
    return ''
  }
  const { isFIFO, isFile } = stdinKind()
  if (bytes.length === 0 && optional && (isFIFO || isFile))
    remark(isFIFO ? 'Nothing came through the pipe.' : 'The input is empty.')
  const text = isPdf(bytes) ? null : decodeText(bytes)
  const { text: read } =
    text === null && bytes.length > 0 ? await readDocument('The input', bytes, signal) : { text: text ?? '' }
  if (read.length > maxCharacters) throw tooMuch(`${maxCharacters} characters`)
  return read.trim()
}
