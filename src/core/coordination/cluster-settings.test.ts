import { describe, expect, it } from 'vitest'
import { configSchema } from '../../shared/config/schema'
import { clusterSettingsOf } from './cluster-settings'

const timeouts = (file: object) => clusterSettingsOf(configSchema.parse(file)).warmTimeoutsMs

describe('how long a loaded model may be silent', () => {
  it('is two minutes unless the file says otherwise', () => {
    expect(timeouts({})).toEqual({
      ollama: 120_000,
      vllm: 120_000,
      sglang: 120_000,
      llamacpp: 120_000,
      openai: 120_000,
    })
  })

  it('is said for each kind of server, Ollama’s in either of two places', () => {
    expect(timeouts({ ollama: { timeout: 30 }, inference: { vllm: { timeout: 7 } } })).toMatchObject({
      ollama: 30_000,
      vllm: 7000,
      sglang: 120_000,
    })
    expect(timeouts({ ollama: { timeout: 30 }, inference: { ollama: { timeout: 5 } } })?.ollama).toBe(5000)
  })
})
