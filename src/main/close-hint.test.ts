import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { english } from '../shared/texts/english'
import { createCloseHint } from './close-hint'
import { createMemoryLog } from './testing/fixtures'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-hint-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

function launch(markerPath = join(directory, 'desktop', 'close-hint-given')) {
  const notify = vi.fn()
  const { log, lines } = createMemoryLog()
  return { notify, lines, hint: createCloseHint({ markerPath, platform: 'darwin', notify, t: english, log }) }
}

describe('the close hint', () => {
  it('is given once, over all starts of the app', () => {
    const first = launch()
    first.hint()
    first.hint()
    expect(first.notify).toHaveBeenCalledOnce()
    expect(first.notify.mock.lastCall).toMatchObject([{ body: expect.stringContaining('menu bar') }])
    const second = launch()
    second.hint()
    expect(second.notify).not.toHaveBeenCalled()
  })

  it('is given again rather than never when the disk refuses the mark', () => {
    const path = join('/dev/null', 'close-hint-given')
    const { hint, notify, lines } = launch(path)
    hint()
    hint()
    expect(notify).toHaveBeenCalledOnce()
    expect(lines).toHaveLength(1)
  })
})
