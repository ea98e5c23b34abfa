import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createFakeConvergence, fileView } from '../testing/fake-convergence'
import { configSecrets } from './config-secrets'
import { importFound } from './import'
import type { Keyboard } from './model-jobs'

const draft = {
  text: 'cluster:\n  nodes:\n    - name: mini\n',
  found: ['harombe answers at http://10.0.0.2:8000: the node mini.'],
}
const typing = (answer: string): NonNullable<Keyboard> => {
  const input = new PassThrough()
  input.write(answer)
  return { input, output: new PassThrough() }
}

describe('harombe import', () => {
  it('prints the file to be written and nothing else on stdout', async () => {
    const { context, stdout, stderr, asked } = createFakeConvergence({ draft })
    expect(await importFound({}, context, null)).toBe(0)
    expect(stdout()).toBe(draft.text)
    expect(stderr()).toContain('the node mini')
    expect(asked.saved).toEqual([])
  })

  it('warns when secrets are hidden in what could be kept as a file', async () => {
    const text = 'server:\n  auth_token: "[redacted:1f3a9c02]"\n'
    const { context, stderr } = createFakeConvergence({ draft: { text, found: [] } })
    await importFound({}, context, null)
    expect(stderr()).toContain('--write')
  })

  it('writes over the text it was made from, once it is agreed to what announces itself', async () => {
    const { context, stdout, asked } = createFakeConvergence({ draft })
    expect(await importFound({ write: true }, context, typing('y\n'))).toBe(0)
    expect(stdout()).toContain('+    - name: mini')
    expect(asked.saved).toEqual([{ text: draft.text, base: fileView().digest }])
  })

  it('writes nothing unasked, declined, or when nothing is new', async () => {
    const alone = createFakeConvergence({ draft })
    expect(await importFound({ write: true }, alone.context, null)).toBe(2)
    const declined = createFakeConvergence({ draft })
    expect(await importFound({ write: true }, declined.context, typing('\n'))).toBe(1)
    const same = createFakeConvergence({ draft: { text: fileView().text, found: [] } })
    expect(await importFound({ write: true, yes: true }, same.context, null)).toBe(0)
    for (const { asked } of [alone, declined, same]) expect(asked.saved).toEqual([])
  })
})

describe('harombe config secrets', () => {
  const view = fileView({ plainSecrets: ['server.auth_token', 'cluster.nodes[0].auth_token'] })

  it('names keys, and moves none unasked', async () => {
    const { context, stdout, asked } = createFakeConvergence({ view })
    expect(await configSecrets([], {}, context)).toBe(0)
    expect(stdout()).toBe('server.auth_token\ncluster.nodes[0].auth_token\n')
    expect(asked.moved).toEqual([])
  })

  it('moves all of them, or those that are named', async () => {
    const { context, stdout, asked } = createFakeConvergence({ view })
    await configSecrets([], { move: true }, context)
    await configSecrets(['server.auth_token'], { move: true }, context)
    expect(asked.moved).toEqual([
      { paths: view.plainSecrets, base: view.digest },
      { paths: ['server.auth_token'], base: view.digest },
    ])
    expect(stdout()).toContain('server.auth_token: ${secret:moved}')
  })

  it('has nothing to move in a file without any', async () => {
    const { context, asked } = createFakeConvergence()
    expect(await configSecrets([], { move: true }, context)).toBe(0)
    expect(asked.moved).toEqual([])
  })
})
