import { fstatSync } from 'node:fs'
import { HarombeError } from '../shared/errors'

const maxCharacters = 1_000_000
/** How long a program that holds our stdin open may stay silent before we go on without it. */
const patienceMs = 1000

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
 * What came through a pipe or a file, trimmed; empty for a terminal. With `optional`, a stdin that is open but silent
 * (inherited from a program that never closes it) counts as empty instead of being waited for.
 * @throws HarombeError PAYLOAD_TOO_LARGE
 */
export async function readPipedInput(
  stdin: NodeJS.ReadStream,
  { optional }: { optional: boolean },
): Promise<string> {
  if (stdin.isTTY === true || !isRedirected()) return ''
  stdin.setEncoding('utf8')
  let text = ''
  await new Promise<void>((resolve, reject) => {
    const timer = optional ? setTimeout(resolve, patienceMs) : undefined
    stdin.on('data', chunk => {
      clearTimeout(timer)
      text += String(chunk)
      if (text.length > maxCharacters) {
        const message = `More than ${maxCharacters} characters came through the pipe.`
        reject(new HarombeError('PAYLOAD_TOO_LARGE', message, { hint: 'Send a part of it.' }))
      }
    })
    stdin.on('end', resolve)
    stdin.on('error', reject)
  }).finally(() => {
    stdin.removeAllListeners()
    stdin.pause()
    // Otherwise an open pipe keeps the process alive after the answer.
    stdin.unref?.()
  })
  return text.trim()
}
