import { z } from 'zod'
import { tier, timestamp } from './common'

/**
 * Another harombe that announced itself on the network. Nothing in it was verified: names are shown as text, and nothing is
 * sent there before the user adds it (or has said that discovered nodes are to be used).
 */
export const discoveredNode = z.object({
  /** Stable for as long as it is announced. */
  id: z.string(),
  /** What it calls itself, made harmless: NFC, no control or bidi characters, at most 63. */
  name: z.string(),
  /** `http://address:port`, the address being where the announcement came from or says. */
  url: z.string(),
  tier: tier.nullable(),
  model: z.string().nullable(),
  seenAt: timestamp,
  /** The node of the cluster that it is, by address; null when it is none yet. */
  knownAs: z.string().nullable(),
  /** A node of the cluster whose name its own can be mistaken for; absent: none. */
  looksLike: z.string().optional(),
  /** A node of the file that was announced with the same id at its own address: it seems to have moved here. */
  movedFrom: z.string().optional(),
})
export type DiscoveredNode = z.infer<typeof discoveredNode>

export const discoveryState = z.object({
  /** off: the file says `explicit`; running; failed: `problem` says why, and it is tried again. */
  state: z.enum(['off', 'running', 'failed']),
  problem: z.string().nullable(),
  /** Whether this machine announces itself, which it does only where others can reach it. */
  announcing: z.boolean(),
  nodes: z.array(discoveredNode),
})
export type DiscoveryState = z.infer<typeof discoveryState>

/** One thing the network doctor looked at. */
export const networkFinding = z.object({
  check: z.enum(['listener', 'interfaces', 'multicast', 'firewall', 'permission', 'subnet', 'nodes']),
  verdict: z.enum(['ok', 'warning', 'problem', 'not_checked']),
  /** One sentence. */
  message: z.string(),
  /** What to do about it. */
  hint: z.string().optional(),
})
export type NetworkFinding = z.infer<typeof networkFinding>
