import { join } from 'node:path'
import { createCoordinator } from '../../../src/core/coordinator'
import { createLog } from '../../../src/core/log'

/** A headless coordinator that says where it listens, and lives until it is killed. */
const [, , , dataDirectory = ''] = process.argv
const beside = (name: string) => join(import.meta.dirname, `${name}.mjs`)
const coordinator = createCoordinator({
  mode: 'serve',
  dataDirectory,
  configPath: join(dataDirectory, 'harombe.yaml'),
  version: '0.0.0-durability',
  staticRoot: null,
  host: {
    capabilities: [],
    storageThread: beside('storage-thread'),
    searchThread: beside('search-thread'),
    ingestThread: beside('ingest-thread'),
  },
  log: createLog(dataDirectory, 'serve'),
})
const { endpoint } = await coordinator.start()
process.send?.({ endpoint })
// Whoever started it is gone.
process.on('disconnect', () => process.exit(0))
