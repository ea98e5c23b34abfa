import { describe, expect, it } from 'vitest'
import { configTemplate } from './config-template'
import { loadConfig } from './load-config'

describe('configTemplate', () => {
  it('is a valid file that means the defaults when nothing is known', () => {
    const { config, problems } = loadConfig(configTemplate())
    expect(problems).toEqual([])
    expect(config).toEqual(loadConfig('').config)
  })

  it('is valid when the examples are uncommented', () => {
    const text = configTemplate().replaceAll(/^ {4}# ( *\S)/gm, '    $1')
    const { config, problems } = loadConfig(text)
    expect(problems).toEqual([])
    expect(config?.cluster.nodes.map(({ name }) => name)).toEqual(['gaming-pc', 'workstation'])
  })

  it('keeps what it was given, however it is spelled', () => {
    const nodes = [
      { name: 'yes', host: '10.0.0.2', tier: 2 as const, model: '7', url: undefined },
      { name: 'Büro: "oben" #1', backend: 'ollama' as const, auth_token: 'a: b # c' },
    ]
    const { config, problems } = loadConfig(
      configTemplate({
        hardware: 'Box\nevil: true\u2028evil: true',
        model: 'qwen2.5:7b',
        ollamaHost: 'http://localhost:1',
        nodes,
      }),
    )
    expect(problems).toEqual([])
    expect(config).not.toHaveProperty('evil')
    expect(config?.model.name).toBe('qwen2.5:7b')
    expect(config?.ollama.host).toBe('http://localhost:1')
    expect(config?.cluster.nodes).toMatchObject([
      { name: 'yes', host: '10.0.0.2', tier: 2, model: '7' },
      { name: 'Büro: "oben" #1', auth_token: 'a: b # c' },
    ])
  })

  it('names the server this machine answers with, where that is not Ollama', () => {
    const server = { backend: 'llamacpp', url: 'http://127.0.0.1:8080' } as const
    const { config, problems } = loadConfig(configTemplate({ server }))
    expect(problems).toEqual([])
    expect(config?.inference).toMatchObject({ backend: 'llamacpp', llamacpp: { base_url: server.url } })
    expect(config?.ollama).toEqual(loadConfig('').config?.ollama)
  })
})
