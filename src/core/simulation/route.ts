import type { z } from 'zod'
import type { StoredModel } from './model-store'
import type { Service } from './serve-question'
import { refuse } from './speak'
import type { SimulatedFlavour, SimulatedModel } from './types'

/** What a route may do with a request. */
export interface RouteContext extends Service {
  flavour: SimulatedFlavour
  /** llama.cpp with several models. */
  isRouter: boolean
  /** Query included. */
  url: URL
  /** The request's body as JSON; rejects for what is none. */
  readBody(): Promise<unknown>
  /** What can be pulled; null: anything. */
  registry: readonly SimulatedModel[] | null
  /** Bytes of each model that earlier pulls have fetched. */
  fetched: Map<string, number>
  /** Counts up from 1. */
  nextSerial(): number
}

export type Route = (context: RouteContext) => void | Promise<void>
/** By method and path: `GET /api/tags`. */
export type Routes = Readonly<Record<string, Route>>

/** The body as the schema wants it, or null after the refusal has been sent. */
export async function accept<T extends z.ZodType>(
  { refusals, response, readBody }: RouteContext,
  schema: T,
): Promise<z.infer<T> | null> {
  const body = await readBody().catch(() => null)
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  refuse(response, refusals.error(400, `invalid request: ${issue?.path.join('.')} ${issue?.message}`))
  return null
}

/** The model of that name, or null after the refusal has been sent. */
export function findModel(
  { store, refusals, response, isRouter }: RouteContext,
  name: string,
): StoredModel | null {
  const known = store.list()
  const refusal = refusals.missing(
    name,
    known.map(({ spec }) => spec.name),
    isRouter,
  )
  const model = store.find(name) ?? (refusal === null ? known[0] : undefined)
  if (model !== undefined) return model
  refuse(response, refusal ?? refusals.error(404, `model '${name}' not found`))
  return null
}
