import type { Ability, BackendKind, Capability, NodeView, Tier } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'

/** What a user says for certain of what models can and cannot do. */
export type DeclaredCapabilities = Partial<Record<Capability, Exclude<Ability, 'unknown'>>>

/** What somebody declared: a line of the file, this machine, or the demo. */
export interface NodeSpec {
  name: string
  /** Origin with an optional path, no trailing slash. */
  url: string
  tier: Tier
  /** Empty: the first model the node serves. */
  model: string
  /** Undefined: found out by asking. */
  backend: BackendKind | undefined
  token: string | undefined
  enabled: boolean
  /** Requests it takes at once; undefined: what its server says, else what its kind of server can. */
  slots: number | undefined
  /** Share of the requests it gets among its equals; absent: 1. */
  weight?: number | undefined
  origin: NodeView['origin']
  /** The models it is to be used for; absent or empty: the configured one, and any other it serves by name. */
  models?: readonly string[] | undefined
  /** What the user says its models can and cannot do. */
  declared?: DeclaredCapabilities | undefined
  /** Tokens its models are loaded with, or that its server was started with; absent: the cluster's. */
  contextLength?: number | undefined
  /** Seconds a model stays in memory after an answer, -1 for ever; absent: as its server does. */
  keepAlive?: number | undefined
  /** Milliseconds of silence until the first token of a loaded model; absent: what the file says of its kind of server. */
  warmTimeoutMs?: number | undefined
  /** Memory of the machine as the user writes it, bytes; null for what is not written. */
  memory?: { vramBytes: number | null; ramBytes: number | null } | undefined
  /** Address of its network card as written, to wake it by. */
  wakeMac?: string | undefined
  /** Why it must not be used, or even asked, as it is written. */
  problem?: HarombeError | undefined
}
