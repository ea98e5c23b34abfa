import type { FitEstimate, ModelDetails, NodeLibraryView, NodeModel } from '../../shared/entities'
import { fitWord } from '../../shared/entities/fit-words'
import { contextText, sizeText } from '../../shared/sizes'
import { english } from '../../shared/texts/english'
import { chooseModelNode, copyOn } from '../choose-model-node'
import { assertKnown, context, nameOf, size, state } from '../model-texts'
import { withoutControls } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import { toSnakeCase } from '../snake-case'
import type { OnNode } from './model-jobs'

const evidenceWords: Record<NodeModel['evidence'], string> = {
  proven: 'proven by trying',
  declared: 'the server says so',
  assumed: 'assumed from the kind of server',
}

type Known = Pick<NodeModel, 'capabilities' | 'evidence'>

/** What was tried counts for more than what the node has just said, and that for more than what was assumed of it. */
function bestKnown({ capabilities }: ModelDetails, copy: NodeModel | null): Known {
  return copy?.evidence === 'proven'
    ? { capabilities: copy.capabilities, evidence: 'proven' }
    : { capabilities, evidence: 'declared' }
}

function abilityText({ capabilities, evidence }: Known): string {
  const of = (value: 'yes' | 'no' | 'unknown') =>
    Object.entries(capabilities)
      .filter(([, ability]) => ability === value)
      .map(([name]) => name)
      .join(', ')
  const rest = [
    ['not', of('no')],
    ['not known', of('unknown')],
  ].flatMap(([label, names]) => (names === '' ? [] : [`${label}: ${names}`]))
  return [`${of('yes') || 'none'} (${evidenceWords[evidence]})`, ...rest].join('; ')
}

function fitText({ verdict, reason, weightsBytes, keyValueBytes, contextLength, corrected }: FitEstimate) {
  const cache =
    keyValueBytes === 0 ? '' : ` + ${sizeText(keyValueBytes)} for ${contextText(contextLength)} tokens`
  const seen = corrected ? ', corrected by what was seen' : ''
  const sum = weightsBytes === 0 ? '' : ` (${sizeText(weightsBytes)}${cache}${seen})`
  return `${fitWord(verdict, english)}. ${reason}${sum}`
}

function detailLines(details: ModelDetails, copy: NodeModel | null, node: NodeLibraryView | undefined) {
  const { architecture, license } = details
  return [
    ['node', nameOf(node, copy?.node ?? '-')],
    ['state', copy === null ? '-' : state(copy, node)],
    ['size', size(details.sizeBytes)],
    ['parameters', details.parameters ?? '-'],
    ['quantization', details.quantization ?? '-'],
    ['context', context(details.contextLength)],
    ['family', details.family ?? '-'],
    [
      'architecture',
      architecture === null
        ? '-'
        : `${architecture.layers} layers, ${architecture.keyValueHeads} key/value heads of ${architecture.keyLength} and ${architecture.valueLength}`,
    ],
    ['abilities', abilityText(bestKnown(details, copy))],
    ['fit', copy?.fit == null ? '-' : fitText(copy.fit)],
    // Some carry its whole text.
    ['license', license?.trim().split('\n', 1)[0]?.trim() ?? '-'],
    ['digest', details.digest ?? '-'],
  ] as const
}

/** One model on one node, as the node describes it. */
export async function modelsShow(model: string, options: OnNode, run: RunContext): Promise<ExitCode> {
  const { terminal, signal } = run
  return run.withSession<ExitCode>(async ({ client }) => {
    const view = await client.call('models.getModels', {})
    assertKnown(view.nodes, options.node)
    const node = options.node ?? chooseModelNode(view, 'show', model)
    const copy = copyOn(view, node, model)
    const details = await client.call('models.showModel', { node, model }, { signal })
    if (terminal.json) {
      const { loaded = null, fit = null, isDefault = false, tier = null } = copy ?? {}
      const record = { ...details, ...bestKnown(details, copy), node, tier, loaded, fit, isDefault }
      terminal.data(toSnakeCase(record))
      return 0
    }
    const library = view.nodes.find(candidate => candidate.node === node)
    terminal.line(withoutControls(details.name))
    for (const [label, value] of detailLines(details, copy, library)) {
      terminal.line(`  ${label.padEnd(13)} ${withoutControls(value)}`)
    }
    return 0
  })
}
