import { createFeatureClassifier } from '../src/core/coordination/feature-classifier'
import { type NodeSnapshot, selectRoute } from '../src/core/coordination/selection'
import type { Tier } from '../src/shared/entities'
import { microseconds, type Row, row } from './measure'

const sentence = 'Compare the two designs, explain which one keeps its promises under load, and say why. '
const textOf = (characters: number) =>
  sentence.repeat(Math.ceil(characters / sentence.length)).slice(0, characters)

const snapshots = (count: number): NodeSnapshot[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `node-${index}`,
    tier: (index % 3) as Tier,
    model: `model-${index % 7}`,
    models: [`model-${index % 7}`, 'shared:latest'],
    backend: 'ollama',
    enabled: index % 11 !== 0,
    status: index % 5 === 0 ? 'offline' : 'online',
    latencyMs: index % 40,
    activeRequests: index % 4,
    slots: 4,
    problem: '',
  }))

/** Classification and selection: what every query pays before it is sent. */
export function benchDecisions(): Row[] {
  const classifier = createFeatureClassifier()
  const classify = (text: string) => () => void classifier.classify({ text, earlier: [], contextTokens: 100 })
  const classification = classifier.classify({ text: sentence, earlier: [], contextTokens: 20 })
  const policy = { preferLocal: true, loadBalance: true, fallbackStrategy: 'graceful' } as const
  const select = (nodes: readonly NodeSnapshot[]) => () =>
    void selectRoute(nodes, policy, { target: { tier: 'auto' }, classification, tried: new Map() })
  return [
    row('classify 2,000 characters', microseconds(classify(textOf(2000)), { callsPerRound: 100 }), 'µs', 300),
    row('classify 100 kB', microseconds(classify(textOf(100_000)), { callsPerRound: 20 }), 'µs', 2000),
    row('select among 10 nodes', microseconds(select(snapshots(10)), { callsPerRound: 500 }), 'µs', 50),
    row('select among 1,000 nodes', microseconds(select(snapshots(1000)), { callsPerRound: 20 }), 'µs', 300),
  ]
}
