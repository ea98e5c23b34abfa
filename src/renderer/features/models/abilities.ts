import type { Capability } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'
import type { KnownAbility } from './matrix'

/** In the order in which they are told. */
export const capabilities = [
  'chat',
  'vision',
  'tools',
  'json',
  'reasoning',
  'embeddings',
  'completion',
  'prefill',
] as const satisfies readonly Capability[]

/** As people call it; one that is not known as it is written. */
export function abilityName(ability: string, t: Translate): string {
  const known = capabilities.find(capability => capability === ability)
  return known === undefined ? ability : t(`models.ability.${known}.name`)
}

/** "Images, Tools: proven by trying. Reasoning: the server says so." Empty for none. */
export function describeAbilities(abilities: readonly KnownAbility[], t: Translate): string {
  return (['proven', 'declared', 'assumed'] as const)
    .flatMap(evidence => {
      const names = abilities
        .filter(ability => ability.evidence === evidence)
        .map(({ capability }) => abilityName(capability, t))
      return names.length === 0
        ? []
        : t('models.abilitiesBy', { names: names.join(', '), evidence: t(`models.evidence.${evidence}`) })
    })
    .join(' ')
}
