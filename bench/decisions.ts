import { neutralOperatingPoint } from '../src/core/coordination/classification/classifier'
import { createClassifier } from '../src/core/coordination/classification/create-classifier'
import { createTextJudge } from '../src/core/coordination/classification/text-judge'
import { describeRequest } from '../src/core/coordination/describe-request'
import { snapshotOf } from '../src/core/coordination/node'
import { createPlacements } from '../src/core/coordination/placement/placements'
import { requirementsOf } from '../src/core/coordination/requirements'
import { selectRoute } from '../src/core/coordination/selection'
import type { NodeModels } from '../src/core/coordination/servable-models'
import type { ServableModel } from '../src/core/coordination/suitability'
import { loneNode } from '../src/core/coordination/testing/lone-node'
import { bareLoaded } from '../src/core/inference/model-library'
import type { ChatMessage } from '../src/core/inference/protocol'
import { systemClock } from '../src/shared/clock'
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

/** Nodes as the cluster manager holds them: some away, some busy, of some it is known how fast they are. */
function clusterOf(count: number) {
  const placement = createPlacements(systemClock, null)
  return Array.from({ length: count }, (_, index) => {
    const name = `node-${index}`
    const spec = {
      ...{
        name,
        url: `http://${name}`,
        tier: (index % 3) as Tier,
        model: `model-${index % 7}`,
        backend: undefined,
      },
      ...{ token: undefined, enabled: index % 11 !== 0, slots: 4, origin: 'config' as const },
    }
    const node = loneNode(spec, { random: () => 0.5 })
    node.server.activeRequests = index % 5
    const loaded = index % 2 === 0 ? [bareLoaded(spec.model)] : []
    node.probe = { backend: 'ollama', models: [], loaded, memory: null, version: '1', simulated: false }
    node.reachability = index % 5 === 0 ? 'down' : 'up'
    node.latencyMs = index % 40
    const servable = [model(spec.model, index, false), model('shared:latest', index + 1, index % 2 === 0)]
    const models: NodeModels = {
      listed: servable.map(each => each.name),
      servable,
      answering: spec.model,
      isUsable: true,
    }
    return { node, models, placement: () => placement.of(node) }
  })
}

/** Classification and selection: what every query pays before it is sent. */
export function benchDecisions(): Row[] {
  const classifier = createClassifier({ judge: createTextJudge() })
  const turn = (content: string, contextTokens: number) => ({
    messages: [{ role: 'user' as const, content }],
    tools: [],
    contextTokens,
    operatingPoint: neutralOperatingPoint,
  })
  const classify = (text: string) => () => void classifier.classify(turn(text, 100))
  const classification = classifier.classify(turn(sentence, 20))
  const policy = { preferLocal: true, loadBalance: true, fallbackStrategy: 'graceful' } as const
  const plain = { role: 'user', content: sentence } as const
  const image = { mediaType: 'image/png', data: '' } as const
  const demanding = { ...plain, images: [image] }
  const tools = [{ name: 'search', parameters: { type: 'object' } }]
  const select = (nodes: ReturnType<typeof clusterOf>, asked: Parameters<typeof requirementsOf>[0]) => () => {
    const snapshots = nodes.map(({ node, models, placement }) => snapshotOf(node, models, placement()))
    const requirements = requirementsOf(asked)
    const request = { target: { tier: 'auto' as const }, classification, requirements, tried: new Map() }
    return selectRoute(snapshots, policy, request)
  }
  const auto = { tier: 'auto' as const }
  const few = clusterOf(10)
  /** All that a query pays before it is sent: it is read, judged, described, and a node is chosen. */
  const decide = (messages: readonly ChatMessage[]) => () => {
    const described = describeRequest(classifier, { target: auto, messages }, neutralOperatingPoint)
    const snapshots = few.map(({ node, models, placement }) => snapshotOf(node, models, placement()))
    void selectRoute(snapshots, policy, { ...described, tried: new Map() }).decision.reason
  }
  const long = { role: 'user', content: textOf(2000) } as const
  const turns = Array.from({ length: 40 }, (_, index): ChatMessage => {
    return { role: index % 2 === 0 ? 'user' : 'assistant', content: textOf(2000) }
  })
  const followUp = { role: 'user', content: 'Yes, go ahead.' } as const
  return [
    row(
      'a question of 2,000 characters, read to chosen',
      microseconds(decide([long]), { callsPerRound: 100 }),
      'µs',
      350,
    ),
    row(
      'a follow-up after 40 messages of 2,000',
      microseconds(decide([...turns, followUp]), { callsPerRound: 20 }),
      'µs',
    ),
    row('classify 2,000 characters', microseconds(classify(textOf(2000)), { callsPerRound: 100 }), 'µs', 300),
    row('classify 100 kB', microseconds(classify(textOf(100_000)), { callsPerRound: 20 }), 'µs', 2000),
    ...[10, 1000].flatMap(count => {
      const nodes = clusterOf(count)
      const [bar, callsPerRound] = count === 10 ? [50, 2000] : [300, 200]
      const [ask, askMore] = [
        select(nodes, { messages: [plain] }),
        select(nodes, { messages: [demanding], tools }),
      ]
      return [
        row(
          `select among ${count} nodes`,
          microseconds(() => void ask(), { callsPerRound }),
          'µs',
          bar,
        ),
        row(
          'the same for images and tools',
          microseconds(() => void askMore(), { callsPerRound }),
          'µs',
          bar,
        ),
        row(
          'the same with every reason in words',
          microseconds(() => void ask().decision.candidates, { callsPerRound }),
          'µs',
        ),
      ]
    }),
  ]
}
