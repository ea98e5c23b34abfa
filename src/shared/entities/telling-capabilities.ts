import type { Capability } from './model'

/** Those worth a word in a list, in the order they are shown: nearly every model chats. */
export const tellingCapabilities = [
  'vision',
  'tools',
  'json',
  'reasoning',
  'embeddings',
] as const satisfies readonly Capability[]
