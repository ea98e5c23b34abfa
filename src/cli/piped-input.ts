import { fstatSync } from 'node:fs'
import { HarombeError } from '../shared/errors'

const maxCharacters = 1_000_000
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

/**
 * What came through a pipe or a file, trimmed; empty for a terminal. With `optional`, a stdin that stays silent is left alone
 * after three seconds, and `remark` says so; once something came, its end is waited for.
 * @throws HarombeError PAYLOAD_TOO_LARGE
 */
export async function readPipedInput(
  stdin: NodeJS.ReadStream,
  {
    optional,
    remark = text => void process.stderr.write(`${text}\n`),
  }: { optional: boolean; remark?(text: string): void },
): Promise<string> {
  if (stdin.isTTY === true || !isRedirected()) return ''
  stdin.setEncoding('utf8')
  let text = ''
  await new Promise<void>((resolve, reject) => {
    const giveUp = () => {
      remark('Nothing came through the pipe for 3 s, so the question is answered without it.')
      resolve()
    }
    const timer = optional ? setTimeout(giveUp, patienceMs) : undefined
    stdin.on('data', chunk => {
      clearTimeout(timer)
      text += String(chunk)
      if (text.length > maxCharacters) {
        const message = `More than ${maxCharacters} characters came through the pipe.`
        reject(new HarombeError('PAYLOAD_TOO_LARGE', message, { hint: 'Send a part of it.' }))
      }
    })
    stdin.on('end', () => {
      clearTimeout(timer)
      resolve()
    })
    stdin.on('error', reject)
  }).finally(() => {
    stdin.removeAllListeners()
    stdin.pause()
    // Otherwise an open pipe keeps the process alive after the answer.
    stdin.unref?.()
  })
  return text.trim()
}
