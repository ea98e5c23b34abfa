import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { configTemplate } from './document/config-template'
import { publishedSchema, publishedSchemaText } from './published-schema'

const schema = z.fromJSONSchema(publishedSchema() as Parameters<typeof z.fromJSONSchema>[0])
const fits = (yaml: string) => schema.safeParse(parse(yaml)).success

describe('the published schema', () => {
  it('is the one in the repository; run `npx vitest run src/shared/config/published-schema.test.ts -u` after a change', async () => {
    await expect(publishedSchemaText()).toMatchFileSnapshot(
      join(import.meta.dirname, '../../../resources/harombe.schema.json'),
    )
  })

  it.each([
    ['the template, whose list of nodes is empty', configTemplate()],
    ['an empty key deep inside', 'cluster:\n  health:\n    interval:\n'],
    ['a variable for a number', 'variables: {port: 11434}\nserver: {port: "${var:port}"}'],
    ['a variable for a tier', 'cluster: {nodes: [{name: mini, tier: "${var:small}"}]}'],
    ['a variable within a text', 'cluster: {nodes: [{name: mini, host: "mini.${var:domain}"}]}'],
    ['a variable among models', 'cluster: {nodes: [{name: mini, models: ["${var:model}"]}]}'],
    ['keys nobody knows', 'voice: {enabled: true}\ncluster: {nodes: [{name: mini, rack: 7}]}'],
  ])('has an editor accept %s', (_what, yaml) => {
    expect(fits(yaml)).toBe(true)
  })

  it.each([
    'cluster: {nodes: [{name: mini, tier: 3}]}',
    'cluster: {nodes: [{host: mini}]}',
    'cluster: {nodes: [null]}',
    'cluster: {nodes: [{name: mini, models: [null]}]}',
    'server: {port: "80"}',
    'server: {port: "${env:PORT}"}',
    'cluster: {reconcile: sometimes}',
    'cluster: {policies: {quiet_hours: [{from: "25:00", to: "06:00"}]}}',
  ])('has an editor complain about %s', yaml => {
    expect(fits(yaml)).toBe(false)
  })

  it('keeps the remarks of a key beside it, where editors look for them', () => {
    const { properties } = publishedSchema() as {
      properties: { cluster: { properties: Record<string, object> } }
    }
    expect(properties.cluster.properties.reconcile).toMatchObject({
      description: expect.stringContaining('reload'),
      default: 'reload',
    })
  })
})
