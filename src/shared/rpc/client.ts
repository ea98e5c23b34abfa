import type { CallOptions, Client, Contract } from '../contract/define'
import { HarombeError, isHarombeError, parseError } from '../harombe-error'
import type { Channel } from './channel'
import { initialCredit } from './credit'
import type { ClientFrame, ServerFrame } from './wire'

interface Pending {
  receive(frame: ServerFrame): void
  fail(error: HarombeError): void
}

const disconnected = () =>
  new HarombeError('DISCONNECTED', 'The connection to the coordinator was lost.', {
    hint: 'It is being restored; try again.',
  })
const cancelled = () => new HarombeError('CANCELLED', 'The request was cancelled.')

/**
 * The client end of one channel. Needs no contract at run time: it is typed by one. Every pending call and stream fails
 * with DISCONNECTED when the channel closes.
 */
export function createRpcClient<C extends Contract>(channel: Channel): Client<C> & { close(): void } {
  const pending = new Map<number, Pending>()
  let nextId = 0
  let closed = false

  channel.onMessage(text => {
    const frame = JSON.parse(text) as ServerFrame
    pending.get(frame.id)?.receive(frame)
  })
  channel.onClose(() => {
    closed = true
    for (const request of pending.values()) request.fail(disconnected())
    pending.clear()
  })

  const send = (frame: ClientFrame) => void channel.send(JSON.stringify(frame))

  function call(path: string, input: unknown, options: CallOptions = {}): Promise<unknown> {
    const { signal } = options
    return new Promise((resolve, reject) => {
      if (closed) return reject(disconnected())
      if (signal?.aborted === true) return reject(cancelled())
      const id = nextId++
      const settle = () => {
        pending.delete(id)
        signal?.removeEventListener('abort', onAbort)
      }
      const onAbort = () => {
        settle()
        send({ t: 'cancel', id })
        reject(cancelled())
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      pending.set(id, {
        receive(frame) {
          settle()
          if (frame.t === 'error') reject(parseError(frame.error))
          else resolve(frame.t === 'result' ? frame.value : null)
        },
        fail(error) {
          settle()
          reject(error)
        },
      })
      send({ t: 'call', id, path, input })
    })
  }

  async function* stream(path: string, input: unknown, options: CallOptions = {}): AsyncGenerator<unknown> {
    if (closed) throw disconnected()
    if (options.signal?.aborted === true) throw cancelled()
    const id = nextId++
    const queue: unknown[] = []
    let outcome = 'open' as 'open' | 'ended' | HarombeError
    let wake: (() => void) | null = null
    const changed = () => {
      wake?.()
      wake = null
    }
    const finish = (next: 'ended' | HarombeError) => {
      if (outcome === 'open') outcome = next
      pending.delete(id)
      changed()
    }
    pending.set(id, {
      receive(frame) {
        if (frame.t === 'item') {
          queue.push(frame.value)
          changed()
        } else finish(frame.t === 'error' ? parseError(frame.error) : 'ended')
      },
      fail: finish,
    })
    const onAbort = () => {
      queue.length = 0
      if (outcome === 'open') send({ t: 'cancel', id })
      finish(cancelled())
    }
    options.signal?.addEventListener('abort', onAbort, { once: true })
    send({ t: 'open', id, path, input })

    let consumed = 0
    try {
      for (;;) {
        if (queue.length > 0) {
          yield queue.shift()
          consumed += 1
          if (consumed >= initialCredit / 2 && outcome === 'open') {
            send({ t: 'credit', id, items: consumed })
            consumed = 0
          }
        } else if (outcome === 'ended') return
        else if (isHarombeError(outcome)) throw outcome
        else {
          await new Promise<void>(resolve => {
            wake = resolve
          })
        }
      }
    } finally {
      options.signal?.removeEventListener('abort', onAbort)
      if (outcome === 'open' && pending.delete(id)) send({ t: 'cancel', id })
    }
  }

  return { call, stream, close: () => channel.close() } as Client<C> & { close(): void }
}
