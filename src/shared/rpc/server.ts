import { parseBoundedJson } from '../bounded-json'
import type { Caller } from '../contract/caller'
import type { CallContext, CallDefinition, Contract, Handlers, StreamDefinition } from '../contract/define'
import { HarombeError, isHarombeError } from '../errors'
import { firstIssue } from '../issues'
import { createWaker, type Waker } from '../waker'
import type { Channel } from './channel'
import { maxFrameBytes } from './credit'
import { encodedJson } from './encoded'
import { type ClientFrame, clientFrame, initialCredit, type ServerFrame } from './wire'

export interface RpcServerOptions {
  /** Called with every throw that is not a HarombeError; returns the id the caller may quote. */
  reportUnknown(error: unknown, path: string): string
  /** Frames a second before the channel is told to slow down. */
  maxFramesPerSecond?: number
  maxFrameLength?: number
  maxInFlight?: number
  now?(): number
}

type AnyHandler = (input: unknown, context: CallContext) => unknown
export type Router = ReadonlyMap<
  string,
  { definition: CallDefinition | StreamDefinition; handler: AnyHandler }
>

/** Joins a contract and its handlers into what a channel can be served from. */
export function createRouter<C extends Contract>(contract: C, handlers: Handlers<C>): Router {
  const routes = new Map<string, { definition: CallDefinition | StreamDefinition; handler: AnyHandler }>()
  for (const [groupName, group] of Object.entries(contract)) {
    const groupHandlers = handlers[groupName] as Record<string, AnyHandler> | undefined
    for (const [name, definition] of Object.entries(group)) {
      const handler = groupHandlers?.[name]
      if (handler === undefined) throw new Error(`No handler for ${groupName}.${name}`)
      routes.set(`${groupName}.${name}`, { definition, handler: handler.bind(groupHandlers) })
    }
  }
  return routes
}

interface OpenRequest {
  abort: AbortController
  credit: number
  /** For the wait for credit. */
  waker: Waker
  /** Ends the wait for the next item. */
  leave: (() => void) | null
}

/**
 * The next item, or null when the caller goes first: a generator parked on an await that ignores the signal would never
 * answer. Not `Promise.race` with one promise for the whole stream, which would keep every item alive until its end.
 */
function nextUnlessLeft<T>(request: OpenRequest, iterator: AsyncIterator<T>) {
  return new Promise<IteratorResult<T> | null>((resolve, reject) => {
    request.leave = () => resolve(null)
    iterator.next().then(resolve, reject)
  })
}

const maxFrameDepth = 64

/**
 * Serves one channel until it closes. Every input is parsed, every scope checked, every failure becomes a HarombeError;
 * when the channel goes, everything it had open is aborted.
 */
export function serveChannel(
  channel: Channel,
  router: Router,
  caller: Caller,
  options: RpcServerOptions,
): void {
  const { maxFramesPerSecond = 200, maxFrameLength = maxFrameBytes, maxInFlight = 256 } = options
  const now = options.now ?? (() => performance.now())
  const open = new Map<number, OpenRequest>()
  let allowance = maxFramesPerSecond
  let refilledAt = now()

  const send = (frame: ServerFrame) => channel.send(JSON.stringify(frame))
  function answer(id: number, value: unknown): void | Promise<void> {
    const json = encodedJson(value)
    if (json === undefined) return send({ t: 'result', id, value: value ?? null })
    return channel.send(`{"t":"result","id":${id},"value":${json}}`)
  }
  function fail(id: number, error: HarombeError): void | Promise<void> {
    const shape = error.toShape()
    try {
      return send({ t: 'error', id, error: shape })
    } catch {
      // Data that JSON cannot hold must not cost the caller the error itself.
      const { data: _data, ...rest } = shape
      return send({ t: 'error', id, error: rest })
    }
  }

  function toHarombeError(error: unknown, path: string): HarombeError {
    if (isHarombeError(error)) return error
    const reference = options.reportUnknown(error, path)
    return new HarombeError('INTERNAL', `Something went wrong inside harombe (reference ${reference}).`, {
      hint: 'The log has the details under this reference.',
    })
  }

  function withinRate(): boolean {
    const time = now()
    allowance = Math.min(maxFramesPerSecond, allowance + ((time - refilledAt) / 1000) * maxFramesPerSecond)
    refilledAt = time
    if (allowance < 1) return false
    allowance -= 1
    return true
  }

  async function pump(id: number, request: OpenRequest, items: AsyncIterable<unknown>): Promise<void> {
    const iterator = items[Symbol.asyncIterator]()
    const { signal } = request.abort
    let ended = false
    try {
      for (;;) {
        while (request.credit === 0 && !signal.aborted) await request.waker.woken()
        if (signal.aborted) return
        const next = await nextUnlessLeft(request, iterator)
        if (next === null || signal.aborted) return
        if (next.done === true) {
          ended = true
          await send({ t: 'end', id })
          return
        }
        request.credit -= 1
        await send({ t: 'item', id, value: next.value })
      }
    } finally {
      // Whatever stopped the pump, an item that cannot be sent among it; not awaited, since it may be parked for good.
      if (!ended) iterator.return?.().catch(() => undefined)
    }
  }

  async function run(frame: Extract<ClientFrame, { t: 'call' | 'open' }>): Promise<void> {
    const { id, path } = frame
    const route = router.get(path)
    const kind = frame.t === 'call' ? 'call' : 'stream'
    if (route === undefined || route.definition.kind !== kind) {
      await fail(id, new HarombeError('NOT_FOUND', `There is no ${kind} named ${JSON.stringify(path)}.`))
      return
    }
    if (!caller.scopes.includes(route.definition.scope)) {
      await fail(id, new HarombeError('FORBIDDEN', `This connection may not use ${path}.`))
      return
    }
    if (open.has(id)) {
      await fail(id, new HarombeError('BAD_REQUEST', `Request ${id} is already open on this connection.`))
      return
    }
    if (open.size >= maxInFlight) {
      await fail(
        id,
        new HarombeError('RATE_LIMITED', `More than ${maxInFlight} requests are open on this connection.`),
      )
      return
    }
    const input = route.definition.input.safeParse(frame.input)
    if (!input.success) {
      await fail(
        id,
        new HarombeError('BAD_REQUEST', firstIssue(input.error).text, {
          data: { issues: input.error.issues.slice(0, 10) },
        }),
      )
      return
    }
    const request: OpenRequest = {
      abort: new AbortController(),
      credit: initialCredit,
      waker: createWaker(),
      leave: null,
    }
    open.set(id, request)
    try {
      const outcome = route.handler(input.data, { caller, signal: request.abort.signal })
      if (route.definition.kind === 'stream') await pump(id, request, outcome as AsyncIterable<unknown>)
      else {
        const value = await outcome
        if (!request.abort.signal.aborted) await answer(id, value)
      }
    } catch (error) {
      if (!request.abort.signal.aborted) await fail(id, toHarombeError(error, path))
    } finally {
      open.delete(id)
    }
  }

  function abort(request: OpenRequest): void {
    request.abort.abort(new HarombeError('CANCELLED', 'The caller cancelled the request.'))
    request.waker.wake()
    request.leave?.()
  }

  channel.onMessage(text => {
    if (text.length > maxFrameLength) {
      channel.close()
      return
    }
    let frame: ClientFrame
    try {
      frame = clientFrame.parse(parseBoundedJson(text, maxFrameDepth))
    } catch {
      // A peer that does not speak the protocol cannot be answered by id; nothing it says can be trusted.
      channel.close()
      return
    }
    if (frame.t === 'credit') {
      const request = open.get(frame.id)
      if (request === undefined) return
      request.credit = Math.min(request.credit + frame.items, 65_536)
      request.waker.wake()
      return
    }
    if (frame.t === 'cancel') {
      const request = open.get(frame.id)
      if (request !== undefined) abort(request)
      return
    }
    if (!withinRate()) {
      void fail(frame.id, new HarombeError('RATE_LIMITED', 'Too many requests a second on this connection.'))
      return
    }
    void run(frame)
  })
  channel.onClose(() => {
    for (const request of open.values()) abort(request)
  })
}
