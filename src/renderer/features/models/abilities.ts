import type { Ability, Capability } from '../../../shared/entities'
import type { Evidence, KnownAbility } from './matrix'

/** What each is called, and what a model that has it does. */
export const abilityTexts = {
  chat: { name: 'Chat', note: 'Answers messages' },
  vision: { name: 'Images', note: 'Sees images in a question' },
  tools: { name: 'Tools', note: 'Calls the tools it is offered' },
  json: { name: 'JSON', note: 'Keeps to a JSON Schema' },
  reasoning: { name: 'Reasoning', note: 'Thinks before it answers' },
  embeddings: { name: 'Embeddings', note: 'Turns text into vectors for search' },
  completion: { name: 'Plain continuation', note: 'Continues a text without a chat template' },
  prefill: { name: 'Begun answers', note: 'Continues an answer that was begun for it' },
} as const satisfies Record<Capability, { name: string; note: string }>

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
        .map(({ capability }) => abilityTexts[capability].name)
      return names.length === 0 ? [] : `${names.join(', ')}: ${evidenceWords[evidence]}.`
    })
    .join(' ')
}
