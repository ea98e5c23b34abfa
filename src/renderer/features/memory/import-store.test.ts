import { describe, expect, it, vi } from 'vitest'
import type { ImportReport } from '../../../shared/entities'
import { HarombeError } from '../../../shared/harombe-error'
import { createTableClient } from '../../client/table-client.fixture'
import { createImportStore } from './import-store'

const report = (change: Partial<ImportReport> = {}): ImportReport => ({
  format: 'chatgpt',
  conversations: 2,
  messages: 8,
  skipped: 0,
  problems: [],
  ...change,
})
const file = () => new File(['x'.repeat(700_000)], 'conversations.json')

function setUp(importUpload: (input: { uploadId: string; dryRun: boolean }) => unknown) {
  let uploads = 0
  const { client, asked } = createTableClient({
    'memory.beginUpload': () => {
      uploads += 1
      return { uploadId: `u${uploads}` }
    },
    'memory.appendUpload': () => null,
    'memory.cancelUpload': () => null,
    'memory.importUpload': importUpload,
  })
  const imports = createImportStore(client)
  const stage = () => imports.store.getState().jobs[0]?.stage
  const runs = () => asked.filter(([path]) => path === 'memory.importUpload').map(([, input]) => input)
  return { imports, asked, stage, runs }
}

describe('import store', () => {
  it('takes nothing over before the report was seen', async () => {
    const { imports, asked, stage, runs } = setUp(({ dryRun }) => report({ skipped: dryRun ? 1 : 2 }))
    imports.begin(file())
    await vi.waitFor(() => expect(stage()).toMatchObject({ name: 'checked', report: { skipped: 1 } }))
    expect(runs()).toEqual([{ uploadId: 'u1', dryRun: true }])
    const offsets = asked.flatMap(([path, input]) =>
      path === 'memory.appendUpload' ? (input as { offset: number }).offset : [],
    )
    expect(offsets).toEqual([0, 524_288])
    await imports.confirm(1)
    expect(runs()[1]).toEqual({ uploadId: 'u1', dryRun: false })
    expect(stage()).toMatchObject({ name: 'done', report: { skipped: 2 } })
  })

  it('sends the file again when the report was read for longer than it is kept', async () => {
    const { imports, stage, runs } = setUp(({ uploadId, dryRun }) => {
      if (!dryRun && uploadId === 'u1') throw new HarombeError('NOT_FOUND', 'There is no such upload.')
      return report()
    })
    imports.begin(file())
    await vi.waitFor(() => expect(stage()?.name).toBe('checked'))
    await imports.confirm(1)
    expect(stage()?.name).toBe('done')
    expect(runs().at(-1)).toEqual({ uploadId: 'u2', dryRun: false })
  })

  it('says what is wrong with a file', async () => {
    const { imports, stage } = setUp(() => {
      throw new HarombeError('BAD_REQUEST', 'This is no file of conversations that harombe knows.')
    })
    imports.begin(file())
    await vi.waitFor(() =>
      expect(stage()).toEqual({
        name: 'failed',
        problem: 'This is no file of conversations that harombe knows.',
      }),
    )
  })

  it('takes what was sent back when it is dismissed, and imports it once only', async () => {
    const { imports, asked, stage, runs } = setUp(() => report())
    imports.begin(file())
    await vi.waitFor(() => expect(stage()?.name).toBe('checked'))
    await Promise.all([imports.confirm(1), imports.confirm(1)])
    expect(runs()).toHaveLength(2)
    imports.begin(file())
    await vi.waitFor(() => expect(imports.store.getState().jobs[1]?.stage.name).toBe('checked'))
    imports.dismiss(2)
    expect(asked.at(-1)).toEqual(['memory.cancelUpload', { uploadId: 'u2' }])
    expect(imports.store.getState().jobs).toHaveLength(1)
  })
})
