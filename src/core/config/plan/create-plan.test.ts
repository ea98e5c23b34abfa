import { describe, expect, it } from 'vitest'
import { plan as planSchema } from '../../../shared/entities'
import { config, fitEstimate, knowledge, planFor, seen, state } from './testing/world'

const pc = { name: 'gaming-pc', host: 'gaming-pc', port: 11434, tier: 1, model: 'qwen2.5:7b' }
const mini = { name: 'mini', host: 'mini', port: 11434, tier: 0 }
const desired = config({ nodes: [mini, pc] })
const nodes = [seen('mini', { tier: 0 }), seen('gaming-pc')]
const stepIds = (plan: ReturnType<typeof planFor>) => plan.steps.map(({ id }) => id)
const changeIds = (plan: ReturnType<typeof planFor>) => plan.changes.map(({ id }) => id)

describe('a plan', () => {
  it('adds every node when nothing was applied, and keeps to its schema', () => {
    const plan = planFor({ desired, nodes })
    expect(changeIds(plan)).toEqual(['add/mini', 'add/gaming-pc'])
    expect(stepIds(plan)).toEqual(['register/mini', 'test/mini', 'register/gaming-pc', 'test/gaming-pc'])
    expect(plan.summary).toMatchObject({ add: 2, settings: 0, pull: 0 })
    expect(planSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
  })

  it('shows no key that stands in the address of a node', () => {
    const keyed = config({ nodes: [{ ...mini, url: 'http://mini:11434/?api_key=canary-key' }] })
    const added = planFor({ desired: keyed, nodes })
    const removed = planFor({ desired: config({ nodes: [] }), applied: state(keyed), nodes })
    expect(changeIds(added)).toEqual(['add/mini'])
    expect(changeIds(removed)).toEqual(['remove/mini'])
    expect(JSON.stringify([added, removed])).not.toContain('canary')
  })

  it('is empty when the file says what was applied', () => {
    const plan = planFor({ desired, applied: state(desired), inForce: desired, startedWith: desired, nodes })
    expect(plan).toMatchObject({ changes: [], steps: [], findings: [] })
  })

  it('says what took effect when the file was saved', () => {
    const plan = planFor({
      desired: config({ nodes: [{ ...mini, slots: 2 }, pc] }),
      applied: state(desired),
      inForce: config({ nodes: [{ ...mini, slots: 2 }, pc] }),
      nodes,
    })
    expect(plan.changes).toMatchObject([
      { kind: 'node_changed', inForce: true, fields: [{ path: 'slots', before: null, after: '2' }] },
    ])
    // What was changed does not bear on whether it answers.
    expect(stepIds(plan)).toEqual(['register/mini'])
  })

  it('moves between tiers in a line of its own', () => {
    const plan = planFor({
      desired: config({ nodes: [mini, { ...pc, tier: 2 }] }),
      applied: state(desired),
      nodes,
    })
    expect(plan.changes).toMatchObject([{ kind: 'node_moved', from: 1, to: 2, inForce: false }])
    expect(stepIds(plan)).toEqual(['register/gaming-pc'])
  })

  it('knows a node again by its place when it has another name', () => {
    const plan = planFor({
      desired: config({ nodes: [mini, { ...pc, name: 'tower' }] }),
      applied: state(desired),
      nodes: [seen('mini', { tier: 0 }), seen('tower')],
    })
    expect(plan.changes).toMatchObject([{ kind: 'node_renamed', node: 'tower', from: 'gaming-pc' }])
    expect(stepIds(plan)).toEqual(['register/tower', 'test/tower'])
  })

  it('drains before it retires, and does not drain what is out of force', () => {
    const kept = config({ nodes: [mini] })
    const waiting = planFor({ desired: kept, applied: state(desired), inForce: desired, nodes })
    expect(waiting.changes).toMatchObject([{ kind: 'node_removed', node: 'gaming-pc', inForce: false }])
    expect(waiting.steps).toMatchObject([
      { id: 'drain/gaming-pc', needs: [] },
      { id: 'retire/gaming-pc', needs: ['drain/gaming-pc'] },
    ])
    const done = planFor({ desired: kept, applied: state(desired), inForce: kept, nodes })
    expect(stepIds(done)).toEqual(['retire/gaming-pc'])
  })

  it('retires what is in force though it was never applied', () => {
    const plan = planFor({
      desired: config({ nodes: [mini] }),
      applied: state(config({ nodes: [mini] })),
      inForce: desired,
      nodes,
    })
    expect(changeIds(plan)).toEqual(['remove/gaming-pc'])
  })

  it('takes back what an unfinished apply left in force', () => {
    const plan = planFor({
      desired,
      applied: state(desired),
      inForce: config({ nodes: [mini, { ...pc, port: 1234 }] }),
      nodes,
    })
    expect(plan.changes).toMatchObject([
      { kind: 'node_changed', inForce: false, fields: [{ path: 'port', before: '1234', after: '11434' }] },
    ])
  })

  it('tests no node that is switched off', () => {
    const plan = planFor({ desired: config({ nodes: [{ ...pc, enabled: false }] }), nodes: [] })
    expect(stepIds(plan)).toEqual(['register/gaming-pc'])
    expect(plan.findings.filter(({ code }) => code !== 'insecure')).toEqual([])
  })

  it('ignores keys harombe does not know', () => {
    const voice = config({ nodes: [mini, { ...pc, colour: 'red' }] }, { voice: { enabled: true } })
    expect(planFor({ desired: voice, applied: state(desired), nodes }).changes).toEqual([])
  })
})

describe('settings of a plan', () => {
  const of = (cluster: object, rest: object = {}) => config({ nodes: [mini, pc], ...cluster }, rest)

  it('come last, after all nodes are registered', () => {
    const plan = planFor({
      desired: config(
        { nodes: [mini, pc, { ...mini, name: 'new', host: 'new' }], routing: { preference: 'eco' } },
        {},
      ),
      applied: state(desired),
      nodes: [...nodes, seen('new')],
    })
    expect(plan.changes.at(-1)).toMatchObject({
      id: 'setting/cluster.routing.preference',
      before: 'balanced',
      after: 'eco',
      restart: false,
    })
    expect(plan.steps.at(-1)).toMatchObject({ id: 'reload', node: null, needs: ['register/new'] })
  })

  it('say which need a restart, and go on saying so until there was one', () => {
    const changed = of({}, { server: { port: 9000 }, memory: { titles: false, storage_path: '~/m.db' } })
    const plan = planFor({
      desired: changed,
      applied: state(desired),
      inForce: changed,
      startedWith: desired,
      nodes,
    })
    const restarts = plan.changes.flatMap(each =>
      each.kind === 'setting_changed' ? [[each.path, each.restart, each.inForce]] : [],
    )
    expect(restarts).toEqual([
      ['server.port', true, false],
      ['memory.storage_path', true, false],
      ['memory.titles', false, true],
    ])
    const later = planFor({
      desired: changed,
      applied: state(changed),
      inForce: changed,
      startedWith: desired,
      nodes,
    })
    expect(later.changes).toEqual([])
    expect(later.findings).toMatchObject([
      {
        code: 'restart',
        message: 'This comes into force when harombe starts anew: server.port, memory.storage_path.',
      },
    ])
  })

  it('have one line for each rule, server and list', () => {
    const plan = planFor({
      desired: of(
        { models: [{ name: 'qwen2.5:7b', tier: 0 }] },
        { mcp: { servers: { files: { command: 'mcp-files', args: ['/srv'] } } } },
      ),
      applied: state(desired),
      nodes,
    })
    const lines = plan.changes.flatMap(each => (each.kind === 'setting_changed' ? [each.path] : []))
    expect(lines).toEqual(['mcp.servers.files', 'cluster.models[qwen2.5:7b]'])
    expect(plan.changes[1]).toMatchObject({ after: '{name: qwen2.5:7b, tier: 0, loaded: false}' })
  })
})

describe('secrets in a plan', () => {
  const secret = 'hunter2-hunter2'
  const with_ = (token: string) =>
    config(
      { nodes: [mini, { ...pc, auth_token: token }] },
      {
        server: { auth_token: token },
        mcp: { servers: { web: { command: 'mcp', args: ['--api-key', token], env: { PASS: token } } } },
      },
    )

  it('never stand in it, and their changes are seen', () => {
    const before = state(with_('correct-horse'))
    expect(JSON.stringify(before)).not.toContain('correct-horse')
    const plan = planFor({ desired: with_(secret), applied: before, inForce: with_('correct-horse'), nodes })
    const text = JSON.stringify(plan)
    for (const hidden of [secret, 'correct-horse', '[secret:']) expect(text).not.toContain(hidden)
    expect(changeIds(plan)).toEqual([
      'change/gaming-pc',
      'setting/server.auth_token',
      'setting/mcp.servers.web.args',
      'setting/mcp.servers.web.env.PASS',
    ])
    expect(planFor({ desired: with_(secret), applied: state(with_(secret)), nodes }).changes).toEqual([])
  })

  it('are shown when they are references, and offered to be moved when they are not', () => {
    const plan = planFor({
      desired: with_('${secret:pc}'),
      applied: state(desired),
      nodes,
    })
    expect(plan.changes[0]).toMatchObject({ fields: [{ path: 'auth_token', after: '${secret:pc}' }] })
    expect(plan.findings.filter(({ code }) => code === 'plain_secret')).toEqual([])
    const plain = planFor({ desired: with_(secret), applied: state(with_(secret)), nodes })
    expect(plain.findings.filter(({ code }) => code === 'plain_secret')).toMatchObject([
      { node: null, message: 'server.auth_token stands in the clear in harombe.yaml.' },
      { message: 'mcp.servers.web.args[1] stands in the clear in harombe.yaml.' },
      { message: 'mcp.servers.web.env.PASS stands in the clear in harombe.yaml.' },
      { node: 'gaming-pc' },
    ])
  })

  it('that are not there keep a node out, and no other', () => {
    const plan = planFor({
      desired,
      nodes,
      unusable: [{ node: 'gaming-pc', code: 'secret_missing', message: 'There is no secret "pc".' }],
    })
    expect(stepIds(plan)).toEqual(['register/mini', 'test/mini'])
    expect(plan.findings).toContainEqual(
      expect.objectContaining({ severity: 'error', code: 'secret_missing', node: 'gaming-pc' }),
    )
  })
})

describe('targets of a plan', () => {
  it('are all that is planned for', () => {
    const plan = planFor({
      desired: config({ nodes: [{ ...mini, tier: 1 }, pc], routing: { preference: 'eco' } }),
      applied: state(config({ nodes: [mini] })),
      nodes,
      targets: ['gaming-pc'],
    })
    expect(changeIds(plan)).toEqual(['add/gaming-pc'])
    expect(plan.targets).toEqual(['gaming-pc'])
  })

  it('must be there', () => {
    expect(() => planFor({ desired, nodes, targets: ['gaming'] })).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND', hint: 'Known nodes: mini, gaming-pc.' }),
    )
  })
})

describe('what was not reached', () => {
  const error = { code: 'NODE_UNREACHABLE', message: 'Nothing listens there.', retryable: true } as const

  it('is registered and tested all the same, with a warning', () => {
    const away = seen('gaming-pc', { reachable: 'no', error, models: null, loaded: null })
    const plan = planFor({ desired: config({ nodes: [pc] }), nodes: [away] })
    expect(stepIds(plan)).toEqual(['register/gaming-pc', 'test/gaming-pc'])
    expect(plan.findings[0]).toMatchObject({
      severity: 'warning',
      code: 'unreachable',
      message: 'gaming-pc cannot be reached: Nothing listens there.',
    })
    const known = planFor({
      desired: config({ nodes: [pc] }),
      applied: state(config({ nodes: [pc] })),
      nodes: [away],
    })
    expect(known).toMatchObject({ changes: [], findings: [{ severity: 'info', code: 'unreachable' }] })
  })

  it('is told from what answers something else, and from what nobody looked at', () => {
    const printer = seen('gaming-pc', {
      reachable: 'no',
      error: { ...error, code: 'MALFORMED_RESPONSE', message: 'It is a printer.' },
    })
    const plan = planFor({ desired: config({ nodes: [pc, mini] }), nodes: [printer] })
    expect(plan.findings.slice(0, 2)).toMatchObject([
      { code: 'not_a_server', node: 'gaming-pc' },
      { code: 'not_looked_at', node: 'mini' },
    ])
  })
})

describe('what is good to know', () => {
  it('tells other versions of harombe, clear text, and rules about nobody', () => {
    const plan = planFor({
      desired: config({
        nodes: [{ ...pc, auth_token: '${secret:pc}' }],
        models: [{ name: 'qwen2.5:7b', nodes: ['gone'] }],
        policies: { quiet_hours: [{ from: '22:00', to: '07:00', tiers: [2] }] },
      }),
      nodes: [seen('gaming-pc', { backend: 'harombe', version: '0.0.9' })],
    })
    expect(plan.findings).toMatchObject([
      { code: 'version', message: 'gaming-pc runs harombe 0.0.9, this machine 0.1.0.' },
      { code: 'insecure', severity: 'warning' },
      { code: 'unknown_node', node: 'gone' },
      { code: 'policy', message: 'A rule in cluster.policies.quiet_hours is for no node there is.' },
    ])
  })

  it('says when another kind of server answers', () => {
    const file = config({ nodes: [{ ...pc, backend: 'ollama' }] })
    const plan = planFor({
      desired: file,
      applied: state(file),
      nodes: [seen('gaming-pc', { backend: 'vllm' })],
    })
    expect(plan.findings).toMatchObject([
      { code: 'drift', message: 'gaming-pc runs vLLM, the file says Ollama.' },
    ])
  })

  it('measures the fit with what is known of the size', () => {
    const asked: unknown[] = []
    planFor({
      desired: config({ nodes: [{ ...pc, model: 'qwen2.5:14b' }] }),
      nodes,
      knowledge: knowledge({
        fit(...question) {
          asked.push(question)
          return fitEstimate('memory')
        },
      }),
    })
    expect(asked).toEqual([['gaming-pc', 'qwen2.5:14b', 9_000_000_000]])
  })
})
