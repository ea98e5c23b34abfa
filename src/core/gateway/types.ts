import type { Logger } from 'pino'
import type { Clock } from '../../shared/clock'
import type { Config } from '../../shared/config/schema'
import type { Router } from '../../shared/rpc/server'
import type {
  ClusterExecutor,
  ClusterInspector,
  ClusterModels,
  ExecutionRequest,
} from '../coordination/types'
import type { AnswerArchive } from './idempotency/answer-book'
import type { GatewayLimits } from './limits'
import type { Listening } from './sharing'

export type GatewayClock = Pick<Clock, 'monotonic' | 'wall'>

/** Where a request goes and whose it counts as. */
export type Destination = Pick<ExecutionRequest, 'target' | 'origin'>

/** What a dialect asks; what happens when a node dies in mid-answer follows from how the answer is delivered. */
export type AnswerRequest = Omit<ExecutionRequest, 'onStreamFailure'>

export interface GatewayOptions {
  server: Config['server']
  /** `server.auth_token` with its reference resolved. Empty or blank counts as none. */
  resolvedAuthToken: string | null
  /** Random per run and written to the lock file: whoever can read that may do everything. */
  adminToken: string
  cluster: ClusterExecutor & ClusterInspector
  models: ClusterModels
  /** The contract, served to web pages and the CLI over `/rpc`. */
  router: Router
  /** Folder of the built web UI; null serves a page that says how to build it. */
  staticRoot: string | null
  version: string
  /** The model of this machine, for `/health`. */
  localModel(): string
  /** Memory of this machine, for `/health`: what another coordinator estimates the fit of a model with. */
  memory?: (() => { vramBytes: number; ramBytes: number } | null) | undefined
  /** Prometheus text exposition, version 0.0.4. */
  metricsText(): Promise<string>
  log: Logger
  /** Logs an error nobody expected; returns the reference a client may quote. */
  reportUnknown(error: unknown, where: string): string
  /** Where browser sessions outlive a restart (hashes only, 0600); null keeps them in memory. */
  sessionFile: string | null
  /** Where answers asked for with an Idempotency-Key are kept for a day; absent: only while they run. */
  answerArchive?: AnswerArchive | undefined
  /** Whether harombe is an MCP server for other agents now; absent: it is. */
  servesMcp?: (() => boolean) | undefined
  /** Whether other programs and machines are answered now; absent: they are. */
  isServing?: (() => boolean) | undefined
  clock?: GatewayClock | undefined
  limits?: Partial<GatewayLimits> | undefined
}

export interface Gateway {
  /**
   * @returns the port in use and the address a client on this machine can use
   * @throws HarombeError CONFIG_INVALID for an unsafe or unusable `server` block, CONFLICT when the port is taken
   */
  start(): Promise<{ port: number; endpoint: string }>
  /** Lets running answers end for a few seconds, then cuts them off. Idempotent. */
  stop(): Promise<void>
  /** A code that logs one browser in, once, within ten minutes; for `<endpoint>/#code=<code>`. */
  mintCode(): string
  /** How long a code of `mintCode` works. */
  readonly codeLifeMs: number
  /** How it listens; null before `start` and while it stops. */
  listening(): Listening | null
}
