import { describe, expect, it } from 'vitest'
import type { RoutingChanges } from '../schema'
import { configTemplate } from './config-template'
import { setRouting } from './edit-routing'
import { editText } from './edit-text'
import { loadConfig } from './load-config'

const edited = (text: string, changes: RoutingChanges) =>
  editText(text, config => setRouting(config, changes))
const routingOf = (text: string) => loadConfig(text).config?.cluster.routing

describe('setRouting', () => {
  it('changes what is given and keeps every other word, with its comments', () => {
    const text = `# mine
cluster:
  nodes: []   # none yet
  routing:
    preference: 'eco' # save power
    learn: true
    fans: [1,   2]
`
    expect(edited(text, { preference: 'quality' })).toBe(text.replace("'eco'", "'quality'"))
    expect(edited(text, { learn: false })).toBe(text.replace('learn: true', 'learn: false'))
    expect(routingOf(edited(text, { escalation: 'off', learn: false }))).toMatchObject({
      preference: 'eco',
      learn: false,
      escalation: 'off',
    })
  })

  it('writes `off` so that a reader of YAML 1.1 does not take it for false', () => {
    expect(edited('', { escalation: 'off' })).toContain('escalation: "off"')
  })

  it.each(['', '# nothing but a comment\n', 'cluster:\n', 'cluster:\n  routing:\n', configTemplate()])(
    'writes the keys where there are none yet: %j',
    text => expect(routingOf(edited(text, { preference: 'eco' }))).toMatchObject({ preference: 'eco' }),
  )
})
