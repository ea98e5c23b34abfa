import { CompletionContext } from '@codemirror/autocomplete'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { configJsonSchema } from '../../../../shared/config/schema'
import { english } from '../../../../shared/texts/english'
import { completeConfig } from './complete-config'
import { createSchemaTree } from './schema-tree'

const source = completeConfig({
  schema: createSchemaTree(configJsonSchema()),
  names: () => ({ nodes: ['gaming-pc'], models: ['qwen2.5:14b'], variables: ['lan'] }),
  t: () => english,
})

/** What is offered at `|`. */
async function offered(marked: string, explicit = true): Promise<string[]> {
  const position = marked.indexOf('|')
  const state = EditorState.create({ doc: marked.replace('|', '') })
  const result = await source(new CompletionContext(state, position, explicit))
  return result?.options.map(({ label }) => label) ?? []
}

describe('completion', () => {
  it('offers the keys of the place that are not there yet', async () => {
    const keys = await offered('cluster:\n  nodes:\n    - name: a\n      tier: 1\n      |')
    expect(keys).toEqual(expect.arrayContaining(['host', 'port', 'wake']))
    expect(keys).not.toContain('name')
    expect(keys).not.toContain('tier')
    expect(keys).not.toContain('routing')
  })

  it.each([
    ['cluster:\n  nodes:\n    - tier: |', ['0', '1', '2']],
    ['cluster:\n  nodes:\n    - enabled: |', ['true', 'false']],
    ['cluster:\n  nodes:\n    - model: |', ['qwen2.5:14b']],
    ['cluster:\n  models:\n    - name: |', ['qwen2.5:14b']],
    ['cluster:\n  models:\n    - nodes: [|', ['gaming-pc']],
    ['cluster:\n  models:\n    - nodes:\n        - |', ['gaming-pc']],
    ['cluster:\n  nodes:\n    - auth_token: |', ['${secret:}', '${env:}']],
    ['server:\n  host: $|', ['${var:lan}']],
    ['cluster:\n  policies:\n    quiet_hours:\n      - days: [mon, |', ['tue', 'sun']],
  ])('offers values in %j', async (text, values) => {
    expect(await offered(text)).toEqual(expect.arrayContaining(values))
  })

  it('offers the names of nodes where rules name them, and not as the entries of cluster.nodes', async () => {
    expect(await offered('cluster:\n  nodes:\n    - |')).not.toContain('gaming-pc')
  })

  it('does not come up by itself before anything is typed, nor in comments', async () => {
    expect(await offered('server:\n  |', false)).toEqual([])
    expect(await offered('server:\n  # po|')).toEqual([])
    expect(await offered('server:\n  po|', false)).toContain('port')
  })

  it('opens nothing beside a key of which nothing is said', async () => {
    const result = await source(new CompletionContext(EditorState.create({ doc: '' }), 0, true))
    const info = (key: string) => result?.options.find(({ label }) => label === key)?.info
    expect(info('memory')).toBeUndefined()
    expect(info('variables')).toBeTypeOf('function')
  })
})
