import type { CatalogueModel, FitEstimate, NodeLibraryView, NodeModel, Tier } from '../../../shared/entities'
import { fitWord } from '../../../shared/entities/fit-words'
import type { Translate } from '../../../shared/texts/translator'
import { abilityName } from './abilities'
import { missingAbility } from './cell-state'

export interface CatalogueEntry {
  model: CatalogueModel
  fits: readonly { node: string; fit: FitEstimate }[]
}

export interface CatalogueFilter {
  text: string
  /** Only what runs on this node's GPU or memory; `any` node; null: whatever its size. */
  fits: { node: string } | 'any' | null
  /** Only what can do this; empty for anything. */
  ability: string
}

const runs = (fit: FitEstimate) => fit.verdict !== 'too_large' && fit.verdict !== 'unknown'

/** In the order of the catalogue. */
export function filterCatalogue(
  entries: readonly CatalogueEntry[],
  filter: CatalogueFilter,
  t: Translate,
): CatalogueEntry[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const { fits: where } = filter
  return entries.filter(({ model, fits }) => {
    const text = [
      model.name,
      model.title,
      model.family,
      model.note,
      ...model.capabilities,
      ...tellingAbilities(model, t),
    ]
      .join(' ')
      .toLowerCase()
    return (
      words.every(word => text.includes(word)) &&
      (filter.ability === '' || model.capabilities.includes(filter.ability)) &&
      (where === null || fits.some(({ node, fit }) => (where === 'any' || where.node === node) && runs(fit)))
    )
  })
}

/** The model that suits this machine best before the others; null while nobody knows which. */
export const recommendedFirst = (
  entries: readonly CatalogueEntry[],
  recommended: string | null,
): CatalogueEntry[] =>
  entries.toSorted((a, b) => Number(b.model.name === recommended) - Number(a.model.name === recommended))

const rank: Record<FitEstimate['verdict'], number> = {
  gpu: 0,
  partly_gpu: 1,
  memory: 2,
  unknown: 3,
  too_large: 4,
}

/** How it does on the node that is asked about, else the best it does anywhere; null when nobody knows. */
export function fitSummary(
  { fits }: CatalogueEntry,
  where: CatalogueFilter['fits'],
  t: Translate,
): string | null {
  const asked = where === null || where === 'any' ? fits : fits.filter(({ node }) => node === where.node)
  const [best] = [...asked].sort((a, b) => rank[a.fit.verdict] - rank[b.fit.verdict])
  if (best === undefined || best.fit.verdict === 'unknown') return null
  const { verdict } = best.fit
  if (asked.length === 1) return fitWord(verdict, t)
  if (verdict === 'too_large') return t('models.choose.tooLarge')
  const alike = asked.filter(({ fit }) => fit.verdict === verdict)
  const word = fitWord(verdict, t)
  return alike.length === 1
    ? t('models.choose.fitOn', { fit: word, node: best.node })
    : t('models.choose.fitOnNodes', { fit: word, count: alike.length })
}

/** Nearly every model talks and continues text, so that says nothing of one. */
const commonAbilities: ReadonlySet<string> = new Set(['chat', 'completion', 'prefill'])

/** What a model of the catalogue can do beyond that, as people call it. */
export const tellingAbilities = ({ capabilities }: CatalogueModel, t: Translate): string[] =>
  capabilities.filter(capability => !commonAbilities.has(capability)).map(each => abilityName(each, t))

/** Every ability some entry has, for the filter. */
export function catalogueAbilities(entries: readonly CatalogueEntry[]): string[] {
  return [...new Set(entries.flatMap(({ model }) => model.capabilities))]
    .filter(capability => !commonAbilities.has(capability))
    .sort()
}

export type NameProblem = 'longName' | 'badName'

/** As the contract wants model names; said here before the coordinator says it. */
export function nameProblem(name: string): NameProblem | null {
  if (name.length > 128) return 'longName'
  return /^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$/.test(name) && !name.includes('..') ? null : 'badName'
}

/** The place that needs no choice; undefined when there are several, or none. */
export function onlyPlace(nodes: readonly NodeLibraryView[]): string | undefined {
  const [only, ...others] = nodes.filter(({ online, abilities }) => online && abilities.pull)
  return others.length === 0 ? only?.node : undefined
}

export interface PlaceOption {
  node: string
  tier: Tier
  simulated: boolean
  fit: FitEstimate | null
  /** Why it cannot be chosen; null when it can. */
  obstacle: string | null
}

/** Where a model could go. Without a model chosen, every node that takes any. */
export function placeOptions(
  nodes: readonly NodeLibraryView[],
  models: readonly NodeModel[],
  name: string | null,
  entry: CatalogueEntry | null,
  t: Translate,
): PlaceOption[] {
  const owners = new Set(models.filter(model => model.name === name).map(model => model.node))
  return nodes.map(node => ({
    node: node.node,
    tier: node.tier,
    simulated: node.simulated,
    fit: entry?.fits.find(fit => fit.node === node.node)?.fit ?? null,
    obstacle: owners.has(node.node)
      ? t('models.choose.hasIt')
      : !node.online || !node.abilities.pull
        ? missingAbility(node, t)
        : node.backend === 'embedded' && entry !== null && entry.model.gguf === null
          ? t('models.choose.noSource')
          : null,
  }))
}
