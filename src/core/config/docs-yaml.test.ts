import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { formatProblem, loadConfig } from '../../shared/config/document/load-config'
import { configSchema, inferenceSchema, nodeSchema } from '../../shared/config/schema'
import { isRecord } from '../../shared/record'

const root = join(import.meta.dirname, '../../..')
const files = ['README.md', ...readdirSync(join(root, 'docs')).map(name => join('docs', name))].filter(name =>
  name.endsWith('.md'),
)

/** Every block marked as YAML, with the line it begins on. */
const blocks = files.flatMap(file => {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/^```ya?ml\n(.*?)^```/gms)].map(match => ({
    place: `${file}:${text.slice(0, match.index).split('\n').length}`,
    yaml: match[1] ?? '',
  }))
})

/** Keys the schema does not know: it keeps them in a file, but in a document they are mistakes. */
function unknownKeys(yaml: string): string[] {
  const file: unknown = parse(yaml)
  if (!isRecord(file)) return ['not a mapping']
  const beyond = (value: unknown, schema: { shape: object }, path: string) =>
    isRecord(value)
      ? Object.keys(value)
          .filter(key => !Object.hasOwn(schema.shape, key))
          .map(key => `${path}${key}`)
      : []
  const cluster = isRecord(file.cluster) ? file.cluster : {}
  const nodes = Array.isArray(cluster.nodes) ? cluster.nodes : []
  return [
    ...beyond(file, configSchema, ''),
    ...beyond(file.inference, inferenceSchema, 'inference.'),
    ...nodes.flatMap(node => beyond(node, nodeSchema, 'cluster.nodes.')),
  ]
}

describe('YAML in the documents', () => {
  it('is found, so that the checks below look at something', () => {
    expect(blocks.length).toBeGreaterThan(10)
  })

  it.each(blocks)('$place is a harombe.yaml that is accepted as it stands', ({ yaml }) => {
    const { config, problems } = loadConfig(Buffer.from(yaml))
    expect(problems.map(formatProblem)).toEqual([])
    expect(config).not.toBeNull()
    expect(unknownKeys(yaml)).toEqual([])
  })
})
