import { describe, expect, it } from 'vitest'
import type { ApprovalRequest, ClusterView } from '../shared/entities'
import { activeRequest, clusterView, nodeView } from '../shared/entities/testing/views'
import { english } from '../shared/texts/english'
import { createMainTexts } from './texts'
import { trayModel as modelIn, type TrayFlags, type TrayItem } from './tray-model'

const trayModel = (view: ClusterView | null, flags: TrayFlags) => modelIn(view, flags, english)

const flags: TrayFlags = {
  endpoint: 'http://127.0.0.1:8000',
  problem: null,
  canOpenInBrowser: true,
  approvals: [],
  update: { state: 'current', checkedAt: null },
}
const approval = (tool: string, conversationId: string | null = 'c1'): ApprovalRequest => ({
  id: tool,
  digest: 'a'.repeat(64),
  callId: 'call1',
  messageId: null,
  conversationId,
  tool,
  risk: 'mcp',
  title: 'Everything is fine',
  exact: { text: 'ls', bytes: 2, isCut: false },
  cwd: null,
  reasons: [],
  canRemember: false,
  remainingMs: 120_000,
})
const cluster = [
  nodeView('mac-mini'),
  nodeView('gaming-pc', { tier: 1, status: 'offline' }),
  nodeView('dgx', { tier: 2 }),
]
const labels = (items: readonly TrayItem[]) => items.map(item => ('label' in item ? item.label : '—'))

describe('the state of the tray', () => {
  const stateOf = (...given: Parameters<typeof clusterView>) => {
    const { state, items } = trayModel(clusterView(...given), flags)
    return [state, labels(items)[0]]
  }

  it.each([
    ['idle', 'Ready', clusterView(cluster)],
    ['offline', 'Starting…', null],
    ['offline', 'No node yet', clusterView([])],
    ['offline', 'Looking for nodes…', clusterView([nodeView('mac-mini', { status: 'unknown' })])],
    ['offline', 'No node can be reached', clusterView([nodeView('mac-mini', { status: 'offline' })])],
    [
      'offline',
      'Every node is switched off',
      clusterView([nodeView('mac-mini', { status: 'disabled', enabled: false })]),
    ],
    [
      'attention',
      'dgx does not have its model',
      clusterView([nodeView('mac-mini'), nodeView('dgx', { status: 'model_missing' })]),
    ],
    [
      'attention',
      'harombe.yaml has a problem; the last good version is in use',
      clusterView(cluster, { configProblem: 'line 3: …' }),
    ],
  ] as const)('is %s: %s', (state, status, view) => {
    const model = trayModel(view, flags)
    expect(model.state).toBe(state)
    expect(labels(model.items)[0]).toBe(status)
  })

  it('asks for attention while a call waits for consent, before all that goes on by itself', () => {
    const view = clusterView(cluster, { requests: [activeRequest('1', { node: 'dgx' })] })
    const model = trayModel(view, { ...flags, approvals: [approval('shell')] })
    expect([model.state, labels(model.items)[0]]).toEqual([
      'attention',
      'Waits for your consent: Run a command',
    ])
    expect(model.tooltip).toContain('Waits for your consent: Run a command')
    expect(model.items[1]).toMatchObject({ action: { type: 'openChat', conversationId: 'c1' } })
    const two = trayModel(view, { ...flags, approvals: [approval('x', null), approval('shell')] })
    expect(labels(two.items)[0]).toBe('2 tool calls wait for your consent')
    expect(two.items[1]).toMatchObject({ action: { type: 'openChat', conversationId: null } })
    expect(labels(trayModel(view, flags).items)).not.toContain('Look at it and decide…')
  })

  it('shows no words an MCP server chose', () => {
    const model = trayModel(clusterView(cluster), { ...flags, approvals: [approval('files__delete_all')] })
    expect(JSON.stringify(model)).not.toContain('Everything is fine')
  })

  it('asks for attention when machines differ from the file, and leads to the plan', () => {
    const message = 'gaming-pc serves qwen2.5:7b, the file says qwen2.5:14b.'
    const drift = { node: 'gaming-pc', model: null, message }
    const drifted = { state: 'drifted' as const, pending: 0, drift: [drift, drift], checkedAt: 1 }
    const model = trayModel(clusterView(cluster, { convergence: drifted }), flags)
    expect([model.state, labels(model.items)[0]]).toEqual(['attention', '2 things differ from harombe.yaml'])
    expect(model.items[1]).toMatchObject({ action: { type: 'openPlan' } })
    expect(stateOf(cluster, { convergence: { ...drifted, state: 'pending', pending: 1 } })).toEqual([
      'attention',
      '1 thing of harombe.yaml waits for apply',
    ])
    const applying = trayModel(
      clusterView(cluster, { convergence: { ...drifted, state: 'applying' } }),
      flags,
    )
    expect(applying.state).toBe('idle')
    expect(applying.items[1]).toMatchObject({ action: { type: 'openPlan' } })
  })

  it('does not call a sleeping machine a reason for alarm', () => {
    expect(stateOf(cluster)[0]).toBe('idle')
  })

  it('puts who is answering before everything else', () => {
    const problem = { configProblem: 'line 3: …' }
    const one = activeRequest('1', { node: 'dgx', class: 'complex' })
    const second = activeRequest('2', { node: 'mac-mini' })
    const placeless = activeRequest('3', { node: null, class: null, state: 'routing' })
    expect(stateOf(cluster, { requests: [one], ...problem })).toEqual([
      'answering',
      'dgx is answering a complex request',
    ])
    expect(stateOf(cluster, { requests: [one, { ...one, id: '4' }] })[1]).toBe('dgx is answering 2 requests')
    expect(stateOf(cluster, { requests: [one, second] })[1]).toBe('2 nodes are answering 2 requests')
    expect(stateOf(cluster, { requests: [placeless] })[1]).toBe('Choosing a node…')
    expect(stateOf(cluster, { requests: [{ ...one, class: null }] })[1]).toBe('dgx is answering')
  })

  it('counts who waits, and asks for attention when a question waits for a node to come back', () => {
    const running = activeRequest('1', { node: 'dgx', class: null })
    const queued = activeRequest('2', { node: null, state: 'queued', ahead: 0 })
    const waiting = activeRequest('3', { node: null, state: 'waiting' })
    expect(stateOf(cluster, { requests: [running, queued] })).toEqual([
      'answering',
      'dgx is answering, 1 waiting',
    ])
    expect(stateOf(cluster, { requests: [queued] })).toEqual(['answering', '1 waiting for a free place'])
    expect(stateOf(cluster, { requests: [waiting] })).toEqual([
      'attention',
      'A question waits for a node to come back',
    ])
  })

  it('has a state of its own while serving is paused, behind what somebody should see to', () => {
    const paused = trayModel(clusterView(cluster, { servingPaused: true }), flags)
    expect(paused.state).toBe('paused')
    expect(paused.items).toContainEqual({
      type: 'action',
      label: 'Resume serving',
      action: { type: 'setServing', serving: true },
    })
    expect(stateOf(cluster, { servingPaused: true, configProblem: 'line 3' })[0]).toBe('attention')
    const own = activeRequest('1', { node: 'dgx', class: null })
    expect(stateOf(cluster, { servingPaused: true, requests: [own] })[0]).toBe('answering')
  })

  it('speaks German', () => {
    const { t, speak } = createMainTexts([])
    speak('de')
    const view = clusterView(cluster, { requests: [activeRequest('1', { node: 'dgx', class: 'complex' })] })
    const model = modelIn(view, flags, t)
    expect(model.tooltip).toBe('harombe: dgx beantwortet eine schwierige Anfrage · 2/3 online')
    expect(labels(model.items)).toEqual(expect.arrayContaining(['Dienst anhalten', 'harombe beenden']))
  })

  it('tells a drained cluster from one that cannot be reached', () => {
    expect(stateOf([nodeView('mac-mini', { status: 'draining' })])).toEqual([
      'offline',
      'Every node that can be reached is draining',
    ])
  })

  it('says why there is no coordinator', () => {
    const model = trayModel(null, {
      ...flags,
      endpoint: null,
      problem: { message: 'Port 8000 is taken.', hint: null },
      canOpenInBrowser: false,
    })
    expect(model.state).toBe('offline')
    expect(model.tooltip).toBe('harombe: Port 8000 is taken.')
  })
})

describe('the tooltip', () => {
  it('counts the nodes and keeps the count when the text is long', () => {
    expect(trayModel(clusterView(cluster), flags).tooltip).toBe('harombe: Ready · 2/3 online')
    const { tooltip } = trayModel(clusterView(cluster), {
      ...flags,
      problem: { message: 'x'.repeat(300), hint: null },
    })
    expect(tooltip.length).toBeLessThanOrEqual(127)
    expect(tooltip).toMatch(/… · 2\/3 online$/)
  })
})

describe('the menu', () => {
  it('offers what works, in order', () => {
    expect(labels(trayModel(clusterView(cluster), flags).items)).toEqual([
      'Ready',
      'This machine: copy http://127.0.0.1:8000',
      'Nodes 2/3 online',
      '—',
      'Open harombe',
      'New chat',
      'Pause serving',
      'Open in browser',
      'Settings…',
      '—',
      'Show logs',
      'Quit harombe',
    ])
  })

  it('leaves out what does not work without a coordinator', () => {
    const model = trayModel(null, {
      ...flags,
      endpoint: null,
      canOpenInBrowser: false,
    })
    expect(labels(model.items)).toEqual([
      'Starting…',
      '—',
      'Open harombe',
      'New chat',
      'Settings…',
      '—',
      'Show logs',
      'Quit harombe',
    ])
  })

  it('lists every node with its state in words, and each leads to its place', () => {
    const nodes = [
      nodeView('mac-mini', { activeRequests: 1 }),
      nodeView('gaming-pc', { tier: 1, status: 'offline' }),
      nodeView('dgx', { tier: 2, status: 'model_missing', simulated: true }),
    ]
    const submenu = trayModel(clusterView(nodes), flags).items.find(item => item.type === 'submenu')
    expect(submenu?.items).toEqual([
      {
        type: 'action',
        label: 'mac-mini · tier 0 · answering',
        action: { type: 'openNode', name: 'mac-mini' },
      },
      {
        type: 'action',
        label: 'gaming-pc · tier 1 · offline',
        action: { type: 'openNode', name: 'gaming-pc' },
      },
      {
        type: 'action',
        label: 'dgx · tier 2 · model missing · simulated',
        action: { type: 'openNode', name: 'dgx' },
      },
    ])
  })

  it('says of a node that it drains, is held back or has a line', () => {
    const breaker = { model: 'm', state: 'open', since: 0, retryAt: null, reason: '5 failures' } as const
    const nodes = [
      nodeView('a', { status: 'draining', activeRequests: 2 }),
      nodeView('b', { breakers: [breaker] }),
      nodeView('c', { activeRequests: 1, queued: 3 }),
    ]
    const submenu = trayModel(clusterView(nodes), flags).items.find(item => item.type === 'submenu')
    expect(labels(submenu?.items ?? [])).toEqual([
      'a · tier 0 · draining, finishes 2',
      'b · tier 0 · failing, held back',
      'c · tier 0 · answering, 3 waiting',
    ])
  })

  it('stays usable with a thousand nodes', () => {
    const nodes = Array.from({ length: 1_000 }, (_, index) => nodeView(`node-${index}`))
    const submenu = trayModel(clusterView(nodes), flags).items.find(item => item.type === 'submenu')
    expect(submenu?.items).toHaveLength(21)
    expect(submenu?.items.at(-1)).toMatchObject({ label: '980 more…', action: { type: 'openCluster' } })
  })

  it('offers the restart only when an update is ready', () => {
    const restarts = (update: TrayFlags['update']) =>
      labels(trayModel(null, { ...flags, update }).items).filter(label => label.includes('Restart'))
    expect(restarts({ state: 'downloading', version: '2.0.0', share: 0.9 })).toEqual([])
    expect(restarts({ state: 'ready', version: '2.0.0' })).toEqual(['Restart to update to 2.0.0'])
  })
})
