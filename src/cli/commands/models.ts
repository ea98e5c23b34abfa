import { fitWord } from '../../shared/entities/fit-words'
import { contextText, sizeText } from '../../shared/sizes'
import { english } from '../../shared/texts/english'
import { abilities, assertKnown, context, fitsText, nameOf, size, state } from '../model-texts'
import { formatTable } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import { toSnakeCase } from '../snake-case'
import type { OnNode } from './model-jobs'

/** Every model on every node, or on one. */
export async function modelsList(
  { node: wanted }: OnNode,
  { terminal, withSession }: RunContext,
): Promise<ExitCode> {
  const view = await withSession(({ client }) => client.call('models.getModels', {}))
  assertKnown(view.nodes, wanted)
  const of = (node: string) => wanted === undefined || node === wanted
  const nodes = view.nodes.filter(({ node }) => of(node))
  const models = view.models
    .filter(({ node }) => of(node))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }) || a.tier - b.tier)
  if (terminal.json) terminal.data(toSnakeCase({ nodes, models }))
  else if (nodes.length === 0) terminal.line('The cluster has no nodes. Add one with `harombe cluster add`.')
  else if (models.length === 0) {
    terminal.line('No node has a model. `harombe models catalogue` shows what suits them.')
  } else {
    const library = (name: string) => view.nodes.find(({ node }) => node === name)
    const rows = models.map(model => [
      model.isDefault ? `${model.name} *` : model.name,
      nameOf(library(model.node), model.node),
      size(model.sizeBytes),
      model.parameters ?? '-',
      model.quantization ?? '-',
      context(model.contextLength),
      state(model, library(model.node)),
      model.fit === null ? '-' : fitWord(model.fit.verdict, english),
      abilities(model.capabilities),
    ])
    const header = ['MODEL', 'NODE', 'SIZE', 'PARAMS', 'QUANT', 'CONTEXT', 'STATE', 'FIT', 'ABILITIES']
    for (const row of formatTable(header, rows)) terminal.line(row)
    if (models.some(({ isDefault }) => isDefault)) {
      terminal.note(terminal.dim('* answers when no model is named'))
    }
  }
  return 0
}

/** What could be pulled, and how it would fit. */
export async function modelsCatalogue({ node: wanted }: OnNode, run: RunContext): Promise<ExitCode> {
  const { terminal } = run
  return run.withSession<ExitCode>(async ({ client }) => {
    const { nodes } = await client.call('models.getModels', {})
    assertKnown(nodes, wanted)
    const entries = (await client.call('models.listCatalogue', {})).map(({ model, fits }) => ({
      model,
      fits: fits.filter(({ node }) => wanted === undefined || node === wanted),
    }))
    const { recommendation } = await client.call('system.getHardware', {})
    const isRecommended = ({ name }: { name: string }) => name === recommendation.model
    if (terminal.json) {
      const listed = entries.map(({ model, fits }) => ({ ...model, recommended: isRecommended(model), fits }))
      terminal.data(toSnakeCase({ models: listed }))
      return 0
    }
    const rows = entries.map(({ model, fits }) => [
      isRecommended(model) ? `${model.name} *` : model.name,
      sizeText(model.sizeBytes),
      contextText(model.contextLength),
      String(model.suggestedTier),
      model.capabilities.filter(capability => capability !== 'chat').join(', ') || '-',
      fitsText(fits),
      model.note,
    ])
    const header = ['MODEL', 'SIZE', 'CONTEXT', 'TIER', 'ABILITIES', 'FIT', 'GOOD FOR']
    for (const row of formatTable(header, rows)) terminal.line(row)
    if (entries.some(({ model }) => isRecommended(model)))
      terminal.note(terminal.dim('* recommended for this machine'))
    return 0
  })
}
