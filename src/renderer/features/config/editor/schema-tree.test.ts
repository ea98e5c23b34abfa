import { describe, expect, it } from 'vitest'
import { configJsonSchema } from '../../../../shared/config/schema'
import { createSchemaTree, type SchemaNode, schemaAt } from './schema-tree'

const root = createSchemaTree(configJsonSchema())

function everyNode(node: SchemaNode, path: string): [string, SchemaNode][] {
  const below = node.keys.flatMap(key => {
    const child = node.child(key)
    return child === null ? [] : everyNode(child, `${path}.${key}`)
  })
  const item = node.child(0)
  return [[path, node], ...below, ...(item === null ? [] : everyNode(item, `${path}[]`))]
}

describe('the schema as a tree', () => {
  it('finds entries of lists, values by name and what a key may be', () => {
    expect(schemaAt(root, ['cluster', 'nodes', 0, 'tier'])).toMatchObject({ values: [0, 1, 2], default: 1 })
    expect(schemaAt(root, ['cluster', 'nodes', 0, 'backend'])?.values).toContain('vllm')
    expect(schemaAt(root, ['mcp', 'servers', 'anything', 'command'])?.description).not.toBeNull()
    expect(schemaAt(root, ['cluster', 'policies', 'eco'])).toMatchObject({
      kind: 'list',
      values: [true, false],
    })
    expect(schemaAt(root, ['nothing', 'of', 'it'])).toBeNull()
  })

  it('has a description for every key that takes a value, so that pointing at it says something', () => {
    const silent = everyNode(root, '')
      .filter(
        ([path, { kind, description }]) => !path.endsWith(']') && kind === 'scalar' && description === null,
      )
      .map(([path]) => path)
    expect(silent).toEqual([])
  })
})
