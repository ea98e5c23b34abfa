import { spawn } from 'node:child_process'
import { HarombeError } from '../../../../shared/errors'
import { plainExcerpt } from '../../http/plain-text'
import { createEngineOutput } from '../supervision/engine-output'
import type { NpmCommand } from './find-npm'

/** How often it is said that npm is still at work, ms. */
const heartbeatMs = 5000

const noNetwork =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/
const notThere = /\b(E404|ETARGET|ENOVERSIONS)\b/

function explain(output: readonly string[], how: string): HarombeError {
  const text = output.join('\n')
  if (noNetwork.test(text)) {
    return new HarombeError('NODE_UNREACHABLE', 'The package registry cannot be reached.', {
      hint: 'Connect this machine to the internet, or set a registry or proxy in ~/.npmrc, and try again.',
    })
  }
  if (text.includes('ENOSPC')) {
    return new HarombeError('STORAGE_FAILED', 'The disk is full.', { hint: 'Make room and try again.' })
  }
  if (text.includes('EINTEGRITY')) {
    return new HarombeError(
      'NODE_REFUSED',
      'A package is not the one harombe was tested with: its checksum differs.',
      {
        hint: 'Do not use that registry.',
      },
    )
  }
  if (notThere.test(text)) {
    return new HarombeError('NODE_ERROR', 'The package registry lacks a package the engine needs.', {
      hint: 'Try again later, or use another registry: a mirror may be behind.',
      data: { output: [...output] },
    })
  }
  const last = output.findLast(line => /err/i.test(line)) ?? output.at(-1) ?? how
  return new HarombeError('NODE_ERROR', `npm could not install the engine: ${plainExcerpt(last, 200)}`, {
    data: { output: [...output] },
  })
}

/** Lines of what npm says, until it ends. @throws HarombeError when it fails; CANCELLED */
export async function* runNpm(
  { command, args, shell }: NpmCommand,
  own: readonly string[],
  folder: string,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  const lines: string[] = []
  let wake = Promise.withResolvers<void>()
  const output = createEngineOutput(line => {
    lines.push(line)
    wake.resolve()
  })
  const child = spawn(command, [...args, ...own], {
    cwd: folder,
    shell,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text))
  }
  let end: string | null = null
  const ended = new Promise<number | null>(resolve => {
    const finish = (how: string, code: number | null) => {
      end ??= how
      wake.resolve()
      resolve(code)
    }
    child.once('error', error => finish(error.message, null))
    child.once('close', (code, by) => finish(by ?? `exit code ${code}`, code))
  })
  const startedAt = performance.now()
  const heartbeat = setInterval(() => {
    lines.push(`npm is at work (${Math.round((performance.now() - startedAt) / 1000)} s)`)
    wake.resolve()
  }, heartbeatMs)
  // Of one that did not start, the signal would go to our own group.
  const endChild = () => {
    if (child.pid !== undefined) child.kill()
  }
  signal.addEventListener('abort', endChild, { once: true })
  if (signal.aborted) endChild()
  try {
    while (end === null || lines.length > 0) {
      const line = lines.shift()
      if (line !== undefined) yield line
      else {
        wake = Promise.withResolvers()
        if (end === null) await wake.promise
      }
    }
    const code = await ended
    if (signal.aborted) throw new HarombeError('CANCELLED', 'The installation was stopped.')
    if (code !== 0) throw explain(output.last(20), end)
  } finally {
    clearInterval(heartbeat)
    signal.removeEventListener('abort', endChild)
    endChild()
    await ended
  }
}
