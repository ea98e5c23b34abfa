import { z } from 'zod'
import type { Caller } from '../../contract/caller'
import { call, stream } from '../../contract/define'
import { HarombeError } from '../../errors'
import { createRpcClient } from '../client'
import { createRouter, type RpcServerOptions, serveChannel } from '../server'
import type { Link, Transport } from './transports'

/** A contract with one procedure for every way in which a procedure can behave. */
export const labContract = {
  lab: {
    multiply: call('read', z.object({ value: z.number(), factor: z.number().default(2) }), z.number()),
    length: call('read', z.object({ text: z.string() }), z.number()),
    refuse: call('read', z.object({}), z.null()),
    crash: call('read', z.object({}), z.null()),
    wait: call('read', z.object({}), z.null()),
    breakCodec: call('read', z.object({ where: z.enum(['result', 'error']) }), z.unknown()),
    administer: call('admin', z.object({}), z.null()),
    count: stream('read', z.object({ from: z.number().default(0), to: z.number() }), z.number()),
    park: stream('read', z.object({}), z.number()),
    breakDown: stream('read', z.object({ how: z.enum(['refuse', 'crash', 'codec']) }), z.unknown()),
  },
}

/** What the handlers have seen. */
export interface LabRecord {
  /** Items the `count` generator was asked for. */
  produced: number
  /** Signals of handlers that fired. */
  aborted: number
  /** Generators whose `finally` ran. */
  cleaned: number
  /** Handlers that were entered. */
  entered: number
  /** Unknown throws, as reported to the log. */
  reported: { error: unknown; path: string }[]
}

export const privateText = 'private text at /home/somebody/notes'

export function createLab() {
  const record: LabRecord = { produced: 0, aborted: 0, cleaned: 0, entered: 0, reported: [] }
  const enter = (signal: AbortSignal) => {
    record.entered += 1
    signal.addEventListener('abort', () => {
      record.aborted += 1
    })
  }
  const router = createRouter(labContract, {
    lab: {
      multiply: ({ value, factor }) => value * factor,
      length: ({ text }) => text.length,
      refuse() {
        throw new HarombeError('CONFLICT', 'It is taken.', { hint: 'Choose another.', data: { taken: 'a' } })
      },
      async crash() {
        throw new Error(privateText)
      },
      wait: (_input, { signal }) => {
        enter(signal)
        return new Promise(resolve => signal.addEventListener('abort', () => resolve(null)))
      },
      breakCodec({ where }) {
        if (where === 'result') return 1n
        throw new HarombeError('CONFLICT', 'It is taken.', { data: { count: 1n } })
      },
      administer: () => null,
      async *count({ from, to }, { signal }) {
        enter(signal)
        try {
          for (let value = from; value < to; value += 1) {
            record.produced += 1
            yield value
          }
        } finally {
          record.cleaned += 1
        }
      },
      async *park(_input, { signal }) {
        enter(signal)
        yield 1
        await new Promise(() => undefined)
      },
      async *breakDown({ how }, { signal }) {
        enter(signal)
        try {
          yield 1
          yield 2
          if (how === 'codec') yield 1n
          if (how === 'crash') throw new Error(privateText)
          throw new HarombeError('NODE_BUSY', 'It has no slot.')
        } finally {
          record.cleaned += 1
        }
      },
    },
  })
  return { record, router }
}

export interface LabSession {
  client: ReturnType<typeof createRpcClient<typeof labContract>>
  link: Link
  record: LabRecord
  end(): Promise<void>
}

const reader: Caller = { kind: 'test', scopes: ['read'] }

/** A client, connected over `transport` to a server of the lab that lets it read. */
export async function openLab(
  transport: Transport,
  options: Partial<RpcServerOptions> = {},
): Promise<LabSession> {
  const link = await transport.open()
  const { record, router } = createLab()
  serveChannel(link.server, router, reader, {
    reportUnknown(error, path) {
      record.reported.push({ error, path })
      return `ref-${record.reported.length}`
    },
    ...options,
  })
  return { client: createRpcClient<typeof labContract>(link.client), link, record, end: link.end }
}

/** The error a promise is rejected with. @throws when it is not rejected with a HarombeError */
export async function failureOf(promise: Promise<unknown>): Promise<HarombeError> {
  const outcome = await promise.then(
    value => ({ value }),
    (error: unknown) => error,
  )
  if (outcome instanceof HarombeError) return outcome
  throw new Error(`Expected a HarombeError, got ${JSON.stringify(outcome)}: ${String(outcome)}`)
}

/** Reads a stream to its end; `take` stops it early. */
export async function collect<T>(items: AsyncIterable<T>, take = Number.POSITIVE_INFINITY): Promise<T[]> {
  const collected: T[] = []
  if (take === 0) return collected
  for await (const item of items) {
    collected.push(item)
    if (collected.length >= take) break
  }
  return collected
}
