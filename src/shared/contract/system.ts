import { z } from 'zod'
import { hardwareReport, resourceReading } from '../entities'
import { call, stream } from './define'

/** What this host can do for the page; the page asks for these and never which host it is in. */
export const capability = z.enum(['openFolder', 'desktop'])
export type Capability = z.infer<typeof capability>

export const systemInfo = z.object({
  version: z.string(),
  capabilities: z.array(capability),
  configPath: z.string(),
  dataDirectory: z.string(),
  /** Address of the HTTP listener; null while it is not listening. */
  endpoint: z.string().nullable(),
  /** The last problem with harombe.yaml, with line and column; null when all is well. */
  configProblem: z.string().nullable(),
  /** Conversations are kept in memory only, and why. */
  storageProblem: z.string().nullable(),
  /** True until a node was configured or the first-run screen was skipped. */
  firstRun: z.boolean(),
})
export type SystemInfo = z.infer<typeof systemInfo>

/** How other machines reach this coordinator, as it listens now. */
export const sharing = z.object({
  /** Null while nothing listens. */
  listener: z
    .object({
      host: z.string(),
      port: z.number().int(),
      scheme: z.enum(['http', 'https']),
      /** Programs on other machines have to send `server.auth_token`. */
      hasToken: z.boolean(),
    })
    .nullable(),
  /** Whether another machine can connect; on loopback none can. */
  isShared: z.boolean(),
  /** Where another machine finds it, what a phone most likely reaches first. */
  addresses: z.array(
    z.object({
      host: z.string(),
      url: z.string(),
      /** Whether the certificate names it; null without TLS. */
      isCertified: z.boolean().nullable(),
    }),
  ),
  /** What harombe.yaml says of `server` differs from how it listens: it counts from the next start. */
  needsRestart: z.boolean(),
})
export type Sharing = z.infer<typeof sharing>

export const systemContract = {
  getInfo: call('read', z.object({}), systemInfo),
  getHardware: call('read', z.object({}), hardwareReport),
  /** About once a second while somebody watches. */
  watchResources: stream('read', z.object({}), resourceReading),
  finishFirstRun: call('admin', z.object({}), z.null()),
  /** An address that logs one browser in, once; fails with DISCONNECTED when there is no listener. */
  mintBrowserUrl: call('admin', z.object({}), z.object({ url: z.string() })),
  getSharing: call('read', z.object({}), sharing),
  /**
   * Like `mintBrowserUrl`, for a browser on another machine: `host` is one of the addresses of `getSharing`.
   * @throws CONFLICT when it is none of them (any more), or harombe is not shared
   */
  mintPhoneUrl: call(
    'admin',
    z.object({ host: z.string().min(1).max(255) }),
    z.object({ url: z.string(), expiresInMs: z.number().positive() }),
  ),
  /** Opens the folder of harombe.yaml; only where the host offers `openFolder`. */
  openConfigFolder: call('admin', z.object({}), z.null()),
}
