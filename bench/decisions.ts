import { createFeatureClassifier } from '../src/core/coordination/feature-classifier'
import type { NodeSnapshot } from '../src/core/coordination/judge-node'
import { nothingPlaced } from '../src/core/coordination/placement/presumed-pace'
import { requirementsOf } from '../src/core/coordination/requirements'
import { selectRoute } from '../src/core/coordination/selection'
import type { ServableModel } from '../src/core/coordination/suitability'
import { type Ability, type Tier, unknownCapabilities } from '../src/shared/entities'
import { microseconds, type Row, row } from './measure'

const sentence = 'Compare the two designs, explain which one keeps its promises under load, and say why. '
const textOf = (characters: number) =>
  sentence.repeat(Math.ceil(characters / sentence.length)).slice(0, characters)

const abilities: readonly Ability[] = ['yes', 'no', 'unknown']
const model = (name: string, index: number, onlyByName: boolean): ServableModel => ({
  name,
  capabilities: { ...unknownCapabilities, vision: abilities[index % 3] ?? 'unknown', tools: 'yes' },
  contextLength: index % 4 === 0 ? null : 8192,
  onlyByName,
})

const snapshots = (count: number): NodeSnapshot[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `node-${index}`,
    tier: (index % 3) as Tier,
    model: `model-${index % 7}`,
    models: [`model-${index % 7}`, 'shared:latest'],
    modelsServed: [
      model(`model-${index % 7}`, index, false),
      model('shared:latest', index + 1, index % 2 === 0),
    ],
    backend: 'ollama',
    enabled: index % 11 !== 0,
    status: index % 5 === 0 ? 'offline' : 'online',
    latencyMs: index % 40,
    activeRequests: index % 4,
    slots: 4,
    loaded: null,
    weight: 1,
    slowStart: 1,
    breakers: new Map(),
    problem: '',
    ...nothingPlaced((index % 3) as Tier),
  }))

/** Classification and selection: what every query pays before it is sent. */
export function benchDecisions(): Row[] {
  const classifier = createFeatureClassifier()
  const classify = (text: string) => () => void classifier.classify({ text, earlier: [], contextTokens: 100 })
  const classification = classifier.classify({ text: sentence, earlier: [], contextTokens: 20 })
  const policy = { preferLocal: true, loadBalance: true, fallbackStrategy: 'graceful' } as const
  const plain = { role: 'user', content: sentence } as const
  const image = { mediaType: 'image/png', data: '' } as const
  const demanding = { ...plain, images: [image] }
  const tools = [{ name: 'search', parameters: { type: 'object' } }]
  const select = (nodes: readonly NodeSnapshot[], asked: Parameters<typeof requirementsOf>[0]) => () => {
    const requirements = requirementsOf(asked)
    selectRoute(nodes, policy, { target: { tier: 'auto' }, classification, requirements, tried: new Map() })
  }
  return [
    row('classify 2,000 characters', microseconds(classify(textOf(2000)), { callsPerRound: 100 }), 'µs', 300),
    row('classify 100 kB', microseconds(classify(textOf(100_000)), { callsPerRound: 20 }), 'µs', 2000),
    ...[10, 1000].flatMap(count => {
      const nodes = snapshots(count)
      const [bar, callsPerRound] = count === 10 ? [50, 500] : [300, 20]
      const [ask, askMore] = [
        select(nodes, { messages: [plain] }),
        select(nodes, { messages: [demanding], tools }),
      ]
      return [
        row(`select among ${count} nodes`, microseconds(ask, { callsPerRound }), 'µs', bar),
        row(`the same for images and tools`, microseconds(askMore, { callsPerRound }), 'µs', bar),
      ]
    }),
  ]
}
