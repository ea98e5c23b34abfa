import type { NodeHistoryColumns } from '../../src/shared/entities'
import { minutes, now, type World } from './world'

const moments = Array.from({ length: 180 }, (_, index) => now - (179 - index) * 5000)
/** Up and down like a tide, the same each time; null for the minutes in which the node was away. */
const tide = (base: number, swing: number) =>
  moments.map((_, index) => (index > 60 && index < 78 ? null : base + swing * Math.sin(index / 9)))

const columns: NodeHistoryColumns = {
  at: moments,
  latencyMs: tide(9, 4),
  active: tide(2, 1.5).map(value => (value === null ? null : Math.round(value))),
  queued: tide(0.6, 0.6).map(value => (value === null ? null : Math.round(value))),
  slots: tide(8, 0),
  tokensPerSecond: tide(60, 30),
  ttftMs: tide(610, 120),
  memoryBytes: tide(44e9, 0),
  errors: moments.map((_, index) => (index === 61 ? 2 : 0)),
}

export const yaml = `# my machines
server:
  port: 8000
cluster:
  nodes:
    - name: mac-mini
      host: 192.168.1.20
      port: 11434
      tier: 0
    - name: gaming-pc
      host: 192.168.1.31
      port: 11434
      model: qwen2.5:14b
      tier: 1   # the one with the fan
`

export const unshared = {
  listener: { host: '127.0.0.1', port: 8000, scheme: 'http' as const, hasToken: false },
  isShared: false,
  addresses: [],
  needsRestart: false,
}

export const shared = {
  listener: { host: '0.0.0.0', port: 8000, scheme: 'https' as const, hasToken: true },
  isShared: true,
  addresses: [{ host: '192.168.1.12', url: 'https://192.168.1.12:8000', isCertified: true }],
  needsRestart: false,
}

const file = {
  path: '/Users/me/.harombe/harombe.yaml',
  text: yaml,
  digest: 'a'.repeat(64),
  problem: null,
  overlays: [],
  plainSecrets: [],
  inForce: true,
  loadedAt: minutes(90),
}

export const brokenFile: World['streams'] = {
  'config.watchFile': () => [
    {
      ...file,
      text: yaml.replace('tier: 0', 'tier: 7'),
      inForce: false,
      problem: { message: 'cluster.nodes[0].tier: Write 0, 1 or 2.', line: 9, column: 13 },
    },
  ],
}

export const settingsWorld: World = {
  calls: {
    'system.getSharing': () => unshared,
    'system.mintPhoneUrl': ({ host }) => ({
      url: `https://${host}:8000/#code=example`,
      expiresInMs: 300_000,
    }),
    'chat.defaultSettings': () => ({ tools: true, memory: false, files: true, facts: true }),
    'activity.countRequests': () => ({
      counts: [
        { outcome: 'complete', tier: 0, node: 'mac-mini', requests: 132 },
        { outcome: 'complete', tier: 1, node: 'gaming-pc', requests: 56 },
        { outcome: 'complete', tier: 2, node: 'workstation', requests: 19 },
        { outcome: 'failed', tier: 2, node: 'workstation', requests: 3 },
      ],
    }),
  },
  streams: {
    'config.watchFile': () => [file],
    'cluster.watchHistory': () => [{ type: 'whole', stepMs: 5000, spanMs: 900_000, columns }],
  },
}
