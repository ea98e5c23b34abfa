import { describe, expect, it } from 'vitest'
import { keyAt, yamlPlace } from './yaml-place'

/** The place of `|`. */
function placeIn(marked: string) {
  const offset = marked.indexOf('|')
  const place = yamlPlace(marked.replace('|', ''), offset)
  return place === null
    ? null
    : { ...place, path: place.path.join('/'), siblings: [...place.siblings].toSorted() }
}

describe('the place of the cursor', () => {
  it.each([
    ['|', '', 'key'],
    ['server:\n  po|', 'server', 'key'],
    ['server:\n  port: 80|', 'server/port', 'value'],
    ['cluster:\n  nodes:\n    - name: a\n      ti|', 'cluster/nodes/0', 'key'],
    ['cluster:\n  nodes:\n    - name: a\n      tier: |', 'cluster/nodes/0/tier', 'value'],
    ['cluster:\n  nodes:\n    - na|', 'cluster/nodes/0', 'key'],
    ['cluster:\n  nodes:\n  - name: a\n    wake:\n      m|', 'cluster/nodes/0/wake', 'key'],
    ['cluster:\n  nodes:\n  - name: a\n  loc|', 'cluster', 'key'],
    ['cluster:\n  nodes:\n    - name: a\n      models:\n        - qw|', 'cluster/nodes/0/models/0', 'key'],
    ['cluster:\n  nodes:\n    - name: a\n      models: [x, qw|', 'cluster/nodes/0/models/0', 'value'],
    ['a:\n  b:\n    c: 1\n\n  # words\n|', '', 'key'],
    [
      'cluster: # all of it\n  policies:\n    quiet_hours:\n      - from: "22:00"\n        t|',
      'cluster/policies/quiet_hours/0',
      'key',
    ],
    ['nodes: &all\n  - name: |', 'nodes/0/name', 'value'],
  ])('is known in %j', (text, path, kind) => {
    expect(placeIn(text)).toMatchObject({ path, kind })
  })

  it.each(['a: 1 # not |', '# no|', 'a: {b: |', 'a: x\n  b|'])('is none in %j', text => {
    expect(placeIn(text)).toBeNull()
  })

  it('knows the keys that are there, above and below, of this entry alone', () => {
    const text = 'n:\n  - name: a\n    tier: 1\n    |\n    host: h\n  - name: b\n    port: 1\n'
    expect(placeIn(text)?.siblings).toEqual(['host', 'name', 'tier'])
    expect(placeIn('a: 1\nb:\n  c: 1\n|\nd: 1\n')?.siblings).toEqual(['a', 'b', 'd'])
    expect(placeIn('n:\n  - name: a\n  - |\n    tier: 2\n')?.siblings).toEqual(['tier'])
  })

  it('tells which key is pointed at, by its name or its value, and none in a comment', () => {
    const text = 'server:\n  port: 8000 # here\n'
    expect(keyAt(text, text.indexOf('port'))?.path).toEqual(['server', 'port'])
    expect(keyAt(text, text.indexOf('8000'))?.path).toEqual(['server', 'port'])
    expect(keyAt(text, text.indexOf('here'))).toBeNull()
  })
})
