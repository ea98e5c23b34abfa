import type { ServerResponse } from 'node:http'
import type { ModelJob } from '../../../shared/entities'
import type { HarombeError } from '../../../shared/errors'
import { jsonLine, ndjsonType } from '../http/ndjson'
import { createStreamWriter } from '../http/stream-writer'
import { ollamaError } from './errors'
import { failureOf } from './work'

/** The line Ollama's clients take for the end of a pull that went well. */
export const pulled = { status: 'success' } as const

/**
 * Clients draw one bar for every `digest`, and cut it to its letters 7 to 19. The bytes of a job are those of all its
 * layers together, so the job stands in the place of the layer.
 */
const toProgress = ({ id, status, completedBytes, totalBytes }: ModelJob) =>
  totalBytes === null
    ? { status }
    : { status, digest: `harombe:${id.padEnd(16, '-')}`, total: totalBytes, completed: completedBytes }

export interface PullStreamOptions {
  headers: Readonly<Record<string, string>>
  pingMs: number
  toError(error: unknown): HarombeError
}

/** Tells how a pull goes from its beginning on, a line for every change, and ends the response. */
export async function streamPull(
  response: ServerResponse,
  begun: ModelJob,
  jobs: AsyncIterable<ModelJob>,
  { headers, pingMs, toError }: PullStreamOptions,
): Promise<void> {
  const writer = createStreamWriter(response, {
    contentType: ndjsonType,
    headers,
    ping: jsonLine({ status: 'working' }),
    pingMs,
  })
  let last = begun
  try {
    for await (const job of jobs) {
      if (response.destroyed) break
      last = job
      if (job.state === 'running') await writer.write(jsonLine(toProgress(job)))
    }
    const failure = failureOf(last)
    writer.end(jsonLine(failure === null ? pulled : ollamaError(failure)))
  } catch (error) {
    writer.end(jsonLine(ollamaError(toError(error))))
  }
}
