import { describe, expect, it } from 'vitest'
import { de } from '../../../../../shared/texts/de'
import { en } from '../../../../../shared/texts/en'
import { groupsOf, sectionIds } from './sections'
import type { SettingField } from './setting-field'
import { allSettings, entryFields, nodeSettings } from './setting-tree'

const all = allSettings()
const nested = (fields: readonly SettingField[]): SettingField[] =>
  fields.flatMap(field => [field, ...('fields' in field.type ? nested(field.type.fields) : [])])
const kindOf = (id: string) => nested(all).find(field => field.id === id)?.type

describe('the settings of the form', () => {
  it('are those of the schema, each of its kind', () => {
    expect(all.length).toBeGreaterThan(80)
    expect(kindOf('server/port')).toEqual({ kind: 'number', minimum: 0, maximum: 65_535 })
    expect(kindOf('cluster/local/tier')).toEqual({ kind: 'choice', options: [0, 1, 2] })
    expect(kindOf('cluster/routing/learn')).toEqual({ kind: 'switch' })
    expect(kindOf('cluster/nodes/*/keep_alive')).toEqual({ kind: 'textOrNumber' })
    expect(kindOf('cluster/nodes/*/model')).toEqual({ kind: 'text', long: false })
    expect(kindOf('cluster/policies/quiet_hours/*/days')).toMatchObject({ kind: 'choices' })
    expect(kindOf('cluster/policies/eco')).toMatchObject({ kind: 'switchOrEntries' })
    expect(kindOf('mcp/servers')).toMatchObject({ kind: 'records' })
    expect(kindOf('mcp/servers/*/headers')).toEqual({ kind: 'map' })
    expect(kindOf('memory/vector_store')).toEqual({ kind: 'open' })
    expect(nodeSettings().map(({ path }) => path.at(-1))).toContain('mac')
    expect(entryFields('cluster/models')).toHaveLength(4)
  })

  it('hide what is a secret, and only that', () => {
    const secrets = nested(all).filter(field => field.isSecret)
    expect(new Set(secrets.map(({ path }) => path.at(-1)))).toEqual(
      new Set(['api_key', 'auth_token', 'env', 'headers']),
    )
  })

  it('stand in one section each, none is out of reach', () => {
    const placed = sectionIds.flatMap(section => groupsOf(section, all).flatMap(group => group.fields))
    expect(placed.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort())
    for (const section of sectionIds) expect(groupsOf(section, all)).not.toEqual([])
  })

  it('have a name, and so have their groups, in both languages', () => {
    const groups = sectionIds.flatMap(section => groupsOf(section, all).map(({ id }) => id))
    const wanted = new Set([...nested(all).map(({ id }) => id), ...groups])
    for (const names of [en.config.keys, de.config.keys]) {
      expect([...wanted].filter(id => !Object.hasOwn(names, id))).toEqual([])
    }
  })
})
