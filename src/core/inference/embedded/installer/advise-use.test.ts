import { describe, expect, it } from 'vitest'
import type { EngineStatus } from '../../../../shared/entities'
import { adviseUse } from './advise-use'

const ready: EngineStatus = {
  state: 'ready',
  version: '3.22.1',
  accelerator: null,
  hint: null,
  folder: '/engine',
}

describe('adviseUse', () => {
  it('says how to use an engine that is installed and named nowhere', () => {
    expect(adviseUse(ready, 'ollama').hint).toContain('harombe engine use')
    expect(adviseUse(ready, 'embedded')).toBe(ready)
  })

  it('keeps what is more urgent', () => {
    const outdated = { ...ready, hint: 'It is outdated.' }
    expect(adviseUse(outdated, 'ollama').hint).toBe('It is outdated.')
    const absent: EngineStatus = { ...ready, state: 'absent', hint: 'Install it.' }
    expect(adviseUse(absent, 'ollama').hint).toBe('Install it.')
  })
})
