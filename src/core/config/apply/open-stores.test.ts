import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { configSchema } from '../../../shared/config/schema'
import { readOverlays, resolveRead } from '../config-sources'
import { openConfigStores } from './open-stores'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'harombe-stores-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const path = () => join(home, 'harombe.yaml')
const open = () =>
  openConfigStores({
    configPath: path(),
    dataDirectory: home,
    keeps: true,
    now: () => 7,
    inForce: () => configSchema.parse({}),
    report: error => {
      throw error
    },
  })

const text = `variables: {word: canary-word}
overlays: [home]
cluster:
  reconcile: manual
  nodes:
    - {name: plain, auth_token: canary-plain}
    - {name: laid-over}
    - {name: composed, auth_token: "pre-\${var:word}-post"}
`

function applied() {
  writeFileSync(
    join(home, 'harombe.home.yaml'),
    'cluster: {nodes: [{name: laid-over, auth_token: canary-over}]}',
  )
  writeFileSync(path(), text)
  const { config } = resolveRead(text, readOverlays(path(), text, undefined))
  if (config === null) throw new Error('It is no configuration.')
  open().book.completed(config, 'a'.repeat(64), null)
}

const tokens = () =>
  open()
    .applied()
    ?.cluster.nodes.map(({ auth_token, enabled }) => [auth_token, enabled])

it('knows secrets of overlays, and those that variables were put into, after a restart', () => {
  applied()
  expect(tokens()).toEqual([
    ['canary-plain', true],
    ['canary-over', true],
    ['pre-canary-word-post', true],
  ])
})

it('finds a secret where it was moved to', () => {
  applied()
  mkdirSync(join(home, 'secrets'))
  writeFileSync(join(home, 'secrets', 'plain-token'), 'canary-plain\n')
  const moved = text.replace('canary-plain', `"\${secret:plain-token}"`)
  writeFileSync(path(), moved)
  expect(tokens()?.[0]).toEqual(['canary-plain', true])
  writeFileSync(join(home, 'secrets', 'word'), 'canary-word')
  writeFileSync(path(), moved.replace('canary-word', `"\${secret:word}"`))
  expect(tokens()?.[2]).toEqual(['pre-canary-word-post', true])
  rmSync(join(home, 'secrets'), { recursive: true })
  expect(tokens()?.[0]).toEqual([expect.stringMatching(/^\[secret:/), false])
})
