import { join } from 'node:path'
import { bundleProgram, type TestProgram } from '../../src/core/testing/bundle-program'

const core = join(import.meta.dirname, '../../src/core')

/** The coordinator with its threads, built as they are shipped, so that it can be killed. */
export const bundleCoordinator = (): Promise<TestProgram> =>
  bundleProgram(
    {
      coordinator: join(import.meta.dirname, 'children/coordinator.ts'),
      'storage-thread': join(core, 'memory/writing/storage-thread.ts'),
      'search-thread': join(core, 'memory/search/search-thread.ts'),
      'ingest-thread': join(core, 'memory/ingest/ingest-thread.ts'),
    },
    'await import(`./${process.argv[2]}.mjs`)',
  )
