import type { Phrases } from '../../phrase-book'
import { apply } from './apply'
import { candidates } from './candidates'
import { config } from './config'
import { configEdit } from './config-edit'
import { configFile } from './config-file'
import { configKeys } from './config-keys'
import { engine } from './engine'
import { files } from './files'
import { imported } from './import'
import { models } from './models'
import { network } from './network'
import { nodes } from './nodes'
import { plan } from './plan'
import { routing } from './routing'
import { tools } from './tools'
import { yaml } from './yaml'

/** What the core says in English, and how it is said in German. A new sentence belongs here: core/spoken-in-german.test.ts looks. */
export const phrases: Phrases = {
  ...apply,
  ...candidates,
  ...config,
  ...configEdit,
  ...configFile,
  ...configKeys,
  ...engine,
  ...files,
  ...imported,
  ...models,
  ...network,
  ...nodes,
  ...plan,
  ...routing,
  ...tools,
  ...yaml,
}
