import { join } from 'node:path'
import type { Config } from '../shared/config/schema'
import { expandHome } from './config/data-directory'

/** Where conversations are kept; null when they are not. */
export const databasePathOf = ({ memory }: Config, dataDirectory: string): string | null =>
  memory.enabled ? expandHome(memory.storage_path ?? join(dataDirectory, 'memory.db')) : null
