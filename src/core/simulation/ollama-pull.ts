import { setTimeout as sleep } from 'node:timers/promises'
import { digestOf } from './ollama-models'
import { ollamaModelBody } from './ollama-protocol'
import { accept, type RouteContext } from './route'
import { refuse, sendJson } from './speak'
import type { SimulatedModel } from './types'

const anySize = 64 * 1024 * 1024

function wantedModel({ registry, store }: RouteContext, name: string): SimulatedModel | null {
  const stored = store.find(name)
  if (stored !== null) return stored.spec
  if (registry === null) return { name, sizeBytes: anySize }
  return registry.find(model => model.name === name || model.name === `${name}:latest`) ?? null
}

/**
 * A pull as Ollama tells of it. When the client leaves, it stops, and the next pull of that model goes on from there.
 */
export async function ollamaPull(context: RouteContext): Promise<void> {
  const body = await accept(context, ollamaModelBody)
  if (body === null) return
  const { response, behaviour, counts, fetched, refusals, signal, store } = context
  const write = (value: unknown): void => {
    if (!body.stream) return
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.write(`${JSON.stringify(value)}\n`)
  }
  const fail = (message: string): void => {
    if (response.headersSent) response.end(`${JSON.stringify({ error: message })}\n`)
    else refuse(response, refusals.error(500, message))
  }
  try {
    write({ status: 'pulling manifest' })
    await sleep(behaviour.pullMs / (behaviour.pullSteps + 1), undefined, { signal })
    const model = wantedModel(context, body.model)
    if (model === null) return fail('pull model manifest: file does not exist')
    const total = model.sizeBytes ?? 0
    const digest = `sha256:${digestOf(model.name)}`
    const pulling = { status: `pulling ${digestOf(model.name).slice(0, 12)}`, digest, total }
    let completed = store.find(model.name) === null ? (fetched.get(model.name) ?? 0) : total
    // As Ollama: no `completed` while it is nothing.
    write(completed === 0 ? pulling : { ...pulling, completed })
    while (completed < total) {
      await sleep(behaviour.pullMs / (behaviour.pullSteps + 1), undefined, { signal })
      completed = Math.min(total, completed + Math.ceil(total / behaviour.pullSteps))
      fetched.set(model.name, completed)
      if (behaviour.pullFailure !== null && completed >= total / 2) return fail(behaviour.pullFailure)
      write({ ...pulling, completed })
    }
    for (const status of ['verifying sha256 digest', 'writing manifest']) write({ status })
    if (store.find(model.name) === null) store.add({ ...model, loaded: false })
    fetched.delete(model.name)
    counts.pulls++
    if (!body.stream) return sendJson(response, 200, { status: 'success' })
    write({ status: 'success' })
    response.end()
  } catch (error) {
    if (!signal.aborted) throw error
    counts.cancelledPulls++
  }
}
