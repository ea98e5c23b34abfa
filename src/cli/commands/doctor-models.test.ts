import { describe, expect, it } from 'vitest'
import { configSchema } from '../../shared/config/schema'
import type { EngineStatus } from '../../shared/entities'
import { engineFinding, wantedModels } from './doctor-models'

const status = (part: Partial<EngineStatus> = {}): EngineStatus => ({
  state: 'absent',
  version: null,
  accelerator: null,
  hint: 'Install it.',
  folder: '/engine',
  ...part,
})

describe('what the doctor says of models', () => {
  it('warns of an absent engine only where it is meant to answer', () => {
    expect(engineFinding(status(), false)).toMatchObject({ verdict: 'ok' })
    expect(engineFinding(status(), true)).toMatchObject({ verdict: 'warn', hint: 'Install it.' })
    expect(engineFinding(status({ state: 'failed' }), false)).toMatchObject({ verdict: 'warn' })
  })

  it('offers an engine that is there and not in use', () => {
    const ready = status({ state: 'ready', version: '3.22.1', hint: null })
    expect(engineFinding(ready, false).detail).toContain('`harombe engine use`')
    expect(engineFinding(ready, true).detail).toBe('ready, node-llama-cpp 3.22.1')
  })

  it('says what runs', () => {
    const running = status({ state: 'running', version: '3.22.1', accelerator: 'metal', hint: null })
    expect(engineFinding(running, true)).toEqual({
      check: 'embedded engine',
      verdict: 'ok',
      detail: 'running, node-llama-cpp 3.22.1, metal',
      hint: undefined,
    })
  })

  it('takes the models the file names for wanted, and auto for none', () => {
    const config = configSchema.parse({
      model: { name: 'auto' },
      cluster: { nodes: [{ name: 'a', model: 'llama3.3:70b' }, { name: 'b' }, { name: 'c', model: 'auto' }] },
    })
    expect(wantedModels(config)).toEqual(['llama3.3:70b'])
  })
})
