import { join } from 'node:path'
import { bundleProgram, type TestProgram } from '../../src/core/testing/bundle-program'

/** The programs that run in processes of their own, so that what they cost is counted apart. */
export const bundlePrograms = (): Promise<TestProgram> =>
  bundleProgram(
    {
      coordinator: join(import.meta.dirname, 'children/coordinator.ts'),
      farm: join(import.meta.dirname, 'children/farm.ts'),
      'storage-thread': join(import.meta.dirname, '../../src/core/memory/writing/storage-thread.ts'),
    },
    'await import(`./${process.argv[2]}.mjs`)',
  )
