import { Agent, request } from 'node:http'
import { StringDecoder } from 'node:string_decoder'
import { wallNow } from '../wall'

export type ApiDialect = 'openai' | 'ollama'

/** How one streamed answer over the HTTP API went; times in milliseconds since the epoch. */
export interface ApiOutcome {
  prompt: string
  dialect: ApiDialect
  askedAt: number
  status: number | null
  /** As the headers say. */
  node: string | null
  text: string
  firstAt: number | null
  endedAt: number
  /**
   * done: with the dialect's mark of success; error: with its error; cut: with neither; refused: with an HTTP error
   * instead of an answer; left: by us.
   */
  end: 'done' | 'error' | 'cut' | 'refused' | 'left'
  /** Both were said. */
  contradicts: boolean
  retryAfter: string | null
  problem: string | null
}

export interface ApiAsk {
  endpoint: string
  prompt: string
  dialect: ApiDialect
  model?: string
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal
  /** Told at every piece of text. */
  onText?: (text: string) => void
}

const paths = { openai: '/v1/chat/completions', ollama: '/api/chat' } as const

interface Frame {
  text: string
  isEnd: boolean
  error: string | null
}

const nothing: Frame = { text: '', isEnd: false, error: null }

const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
const textAt = (value: unknown, ...path: readonly (string | number)[]): string => {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : ''
}

function read(dialect: ApiDialect, line: string): Frame {
  if (dialect === 'openai' && !line.startsWith('data: ')) return nothing
  const body = dialect === 'openai' ? line.slice(6) : line
  if (body === '') return nothing
  if (body === '[DONE]') return { ...nothing, isEnd: true }
  const value: unknown = JSON.parse(body)
  const error = at(value, 'error')
  if (error !== undefined) return { ...nothing, error: JSON.stringify(error) }
  if (dialect === 'openai') return { ...nothing, text: textAt(value, 'choices', 0, 'delta', 'content') }
  return { text: textAt(value, 'message', 'content'), isEnd: at(value, 'done') === true, error: null }
}

/** Each stream has a connection of its own, as the programs of different people have. */
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })

/** Asks one question and reads its answer to the end, whatever the end is. Never rejects. */
export function askApi({
  endpoint,
  prompt,
  dialect,
  model = 'oracle',
  headers: own = {},
  signal,
  onText,
}: ApiAsk): Promise<ApiOutcome> {
  const outcome: ApiOutcome = {
    prompt,
    dialect,
    askedAt: wallNow(),
    status: null,
    node: null,
    text: '',
    firstAt: null,
    endedAt: 0,
    end: 'cut',
    contradicts: false,
    retryAfter: null,
    problem: null,
  }
  return new Promise(resolve => {
    const settle = () => {
      if (outcome.endedAt !== 0) return
      outcome.endedAt = wallNow()
      if (signal?.aborted === true && outcome.end === 'cut') outcome.end = 'left'
      resolve(outcome)
    }
    const body = JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: prompt }] })
    const asked = request(
      `${endpoint}${paths[dialect]}`,
      {
        method: 'POST',
        agent,
        headers: { ...own, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        ...(signal === undefined ? {} : { signal }),
      },
      response => {
        const { statusCode = 0, headers } = response
        outcome.status = statusCode
        outcome.node = typeof headers['x-harombe-node'] === 'string' ? headers['x-harombe-node'] : null
        outcome.retryAfter = headers['retry-after'] ?? null
        const decoder = new StringDecoder('utf8')
        let rest = ''
        const take = (line: string) => {
          const frame = read(dialect, line)
          if (frame.text !== '') {
            outcome.firstAt ??= wallNow()
            outcome.text += frame.text
            onText?.(frame.text)
          }
          if (frame.error !== null) outcome.problem = frame.error
          if (frame.isEnd || frame.error !== null) {
            outcome.contradicts ||= outcome.end === 'done' || outcome.end === 'error'
            outcome.end = frame.isEnd ? 'done' : 'error'
          }
        }
        response.on('data', (data: Buffer) => {
          const lines = (rest + decoder.write(data)).split('\n')
          rest = lines.pop() ?? ''
          if (statusCode === 200) for (const line of lines) take(line)
        })
        response.on('end', () => {
          if (statusCode !== 200) {
            outcome.end = 'refused'
            outcome.problem = rest
          }
          settle()
        })
        response.on('error', error => {
          outcome.problem ??= error.message
        })
        response.on('close', settle)
      },
    )
    asked.on('error', error => {
      outcome.problem ??= error.message
      settle()
    })
    asked.on('close', settle)
    asked.end(body)
  })
}
