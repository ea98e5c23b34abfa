import { join } from 'node:path'
import { createConfigFile } from './config/config-file'
import { overlaysOfRun } from './config/overlays-of-run'
import { databasePathOf } from './database-path'
import { backUpFile } from './memory/backups'

/**
 * A verified copy of the conversations beside their database, also while a coordinator writes them. Resolves to null when none are
 * kept. @throws when the copy cannot be made
 */
export async function backUpConversations(dataDirectory: string, now: number): Promise<string | null> {
  const configFile = createConfigFile(join(dataDirectory, 'harombe.yaml'), {
    overlays: overlaysOfRun({ env: process.env }),
    keepsCopies: false,
  })
  configFile.load()
  const path = databasePathOf(configFile.current(), dataDirectory)
  return path === null ? null : backUpFile(path, now)
}
