import type { Phrases } from '../../phrase-book'
import { candidates } from './candidates'
import { config } from './config'
import { files } from './files'
import { models } from './models'
import { nodes } from './nodes'
import { routing } from './routing'
import { tools } from './tools'

/** What the core says in English, and how it is said in German. A new sentence belongs here: spoken.test.ts looks. */
export const phrases: Phrases = {
  ...candidates,
  ...config,
  ...files,
  ...models,
  ...nodes,
  ...routing,
  ...tools,
}
