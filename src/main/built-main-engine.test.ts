import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { engineForTests } from '../core/inference/embedded/testing/engine-folder'
import { writeTinyModel } from '../core/inference/embedded/testing/write-tiny-model'
import { launchBuiltMain } from './testing/launch-built-main'

const engine = engineForTests()

describe.skipIf(engine === null)('the built main process with its own engine', { timeout: 60_000 }, () => {
  it('answers a page through a utility process', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'harombe-desktop-engine-'))
    mkdirSync(join(dataDirectory, 'models'))
    writeTinyModel(join(dataDirectory, 'models', 'tiny.gguf'))
    writeFileSync(join(dataDirectory, 'harombe.yaml'), 'server: {port: 0}\ninference: {backend: embedded}\n')
    vi.stubEnv('HAROMBE_ENGINE_DIR', engine ?? '')
    const main = launchBuiltMain({ dataDirectory })
    try {
      await vi.waitFor(async () => expect(await main.ask('windows')).toHaveLength(1), { timeout: 15_000 })
      const { client } = await main.connectPage()
      const [local] = await client.call('cluster.checkNow', {})
      expect(local).toMatchObject({ name: 'local', backend: 'embedded', status: 'online', model: 'tiny' })
      const said: string[] = []
      const messages = [{ role: 'user' as const, content: 'Hello' }]
      for await (const { type } of client.stream('chat.ask', { messages })) said.push(type)
      expect(said).toContain('text')
      expect(said.at(-1)).toBe('finished')
      const forks = (await main.ask('calls')).filter(([name]) => name === 'utilityProcess.fork')
      expect(forks).toEqual([
        [
          'utilityProcess.fork',
          expect.stringMatching(/engine\.js$/),
          expect.objectContaining({ serviceName: 'harombe engine' }),
        ],
      ])
    } finally {
      await main.kill()
      vi.unstubAllEnvs()
      rmSync(dataDirectory, { recursive: true, force: true })
    }
  })
})
