import type { Ability, Capability } from '../../../shared/entities'
import type { Evidence, KnownAbility } from './matrix'

export const abilityNames = {
  chat: 'Chat',
  vision: 'Images',
  tools: 'Tools',
  json: 'JSON',
  reasoning: 'Reasoning',
  embeddings: 'Embeddings',
  completion: 'Plain continuation',
  prefill: 'Begun answers',
} as const satisfies Record<Capability, string>

export const abilityNotes = {
  chat: 'Answers messages',
  vision: 'Sees images in a question',
  tools: 'Calls the tools it is offered',
  json: 'Keeps to a JSON Schema',
  reasoning: 'Thinks before it answers',
  embeddings: 'Turns text into vectors for search',
  completion: 'Continues a text without a chat template',
  prefill: 'Continues an answer that was begun for it',
} as const satisfies Record<Capability, string>

export const evidenceWords = {
  proven: 'proven by trying',
  declared: 'the server says so',
  assumed: 'assumed from the kind of server',
} as const satisfies Record<Evidence, string>

export const abilityWords = {
  yes: 'Yes',
  no: 'No',
  unknown: 'Not known',
} as const satisfies Record<Ability, string>

/** "Images and tools: proven by trying. Reasoning: the server says so." Empty for none. */
export function describeAbilities(abilities: readonly KnownAbility[]): string {
  return (['proven', 'declared', 'assumed'] as const)
    .flatMap(evidence => {
      const names = abilities
        .filter(ability => ability.evidence === evidence)
        .map(({ capability }) => abilityNames[capability])
      return names.length === 0 ? [] : `${names.join(', ')}: ${evidenceWords[evidence]}.`
    })
    .join(' ')
}
