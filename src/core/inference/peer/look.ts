import { z } from 'zod'
import type { LoadedModel, ModelSummary } from '../../../shared/entities'
import { usableModels } from '../frame-parts'
import type { HttpConnection } from '../http/connection'
import { limits } from '../limits'
import { bareSummary } from '../model-library'
import { readModelList, readRunningModels } from '../ollama/models'
import type { ProbeResult } from '../protocol'
import { countOrNull, slotsOrNull, wordOrNull } from '../untrusted-values'
import { malformedPeer } from './answer'

const health = z.object({
  status: z.literal('healthy'),
  model: z.string().nullish(),
  version: wordOrNull,
  /** Ours say more than the Python node. */
  models: z.array(z.string()).nullish(),
  simulated: z.boolean().nullish(),
  /** Requests its whole cluster answers at once. */
  slots: slotsOrNull,
  memory: z.object({ vram_bytes: countOrNull, ram_bytes: countOrNull }).nullish().catch(null),
})

/** Milliseconds for which a peer's lists are believed, and for what a probe can do without. */
const listAge = 60_000
const sideQuestion = 1000

interface Lists {
  models: readonly ModelSummary[]
  loaded: LoadedModel[] | null
}

/** What a peer has of `/api/tags` and `/api/ps`; a Python harombe has neither. */
export interface PeerLists {
  /** It has answered for its models as Ollama does. */
  readonly isKnown: boolean
  read(connection: HttpConnection, signal: AbortSignal): Promise<Lists>
}

/** Harombe writes 0 and a digest of its own making where it does not know the weights. */
const withoutGuesses = (model: ModelSummary): ModelSummary =>
  model.sizeBytes ? model : { ...model, sizeBytes: null, digest: null }

/** Asked once a minute only: a probe comes every few seconds and wants to know whether the peer is there. */
export function createPeerLists(now = () => performance.now()): PeerLists {
  let askedAt = Number.NEGATIVE_INFINITY
  let known: Lists | null = null

  const aside = (connection: HttpConnection, path: string, signal: AbortSignal) => {
    const question = { method: 'GET', path, accept: 'application/json' } as const
    const bounds = { milliseconds: sideQuestion, bytes: limits.documentBytes }
    return connection.askJson(question, bounds, signal).catch(() => null)
  }

  return {
    get isKnown() {
      return known !== null
    },
    async read(connection, signal) {
      if (now() - askedAt > listAge) {
        askedAt = now()
        const [tags, running] = await Promise.all([
          aside(connection, '/api/tags', signal),
          aside(connection, '/api/ps', signal),
        ])
        const models = readModelList(tags?.value)
        if (models !== null) {
          known = { models: models.map(withoutGuesses), loaded: readRunningModels(running?.value) }
        }
      }
      return known ?? { models: [], loaded: null }
    },
  }
}

/** @throws HarombeError */
export async function probePeer(
  connection: HttpConnection,
  lists: PeerLists,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const [{ value, simulated }, { models: listed, loaded }] = await Promise.all([
    connection.getJson('/health', signal),
    lists.read(connection, signal),
  ])
  const parsed = health.safeParse(value)
  if (!parsed.success) throw malformedPeer(connection.host)
  const { model, models, version, memory } = parsed.data
  const byName = new Map(listed.map(summary => [summary.name, summary]))
  const names = [...(model ? [model] : []), ...(models ?? [])]
  const vramBytes = memory?.vram_bytes ?? null
  const ramBytes = memory?.ram_bytes ?? null
  return {
    backend: 'harombe',
    models: usableModels(
      names.map(name => byName.get(name) ?? bareSummary(name)),
      limits.models,
    ),
    loaded,
    memory: vramBytes === null || ramBytes === null ? null : { vramBytes, ramBytes },
    version,
    simulated: simulated || parsed.data.simulated === true,
    slots: parsed.data.slots,
  }
}
