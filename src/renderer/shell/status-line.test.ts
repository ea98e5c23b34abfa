import { describe, expect, it } from 'vitest'
import type { ClusterView, NodeView } from '../../shared/entities'
import { activeRequest, clusterView } from '../../shared/entities/testing/views'
import { english } from '../../shared/texts/english'
import { createNode } from '../components/node.fixture'
import * as words from './status-line'

const statusLine = (...[connection, view]: [Parameters<typeof words.statusLine>[0], ClusterView | null]) =>
  words.statusLine(connection, view, english)
const statusAnnouncement = (before: ClusterView | null, after: ClusterView | null) =>
  words.statusAnnouncement(before, after, english)

const createView = (nodes: NodeView[], answering: (string | null)[] = []): ClusterView =>
  clusterView(nodes, {
    requests: answering.map((node, index) => activeRequest(String(index), { node })),
  })

const on = (name: string) => createNode({ name })
const off = (name: string) => createNode({ name, status: 'offline' })

describe('status line', () => {
  it('does not count disabled nodes, on either side', () => {
    const view = createView([on('a'), off('b'), createNode({ name: 'c', status: 'disabled' })])
    expect(statusLine('online', view)).toEqual({
      shape: 'warn',
      text: '1 of 2 nodes online',
      activity: null,
      isPaused: false,
      convergence: null,
    })
  })

  it('never shows an old cluster as connected', () => {
    expect(statusLine('lost', createView([on('a')], ['a']))).toEqual({
      shape: 'danger',
      text: 'Connection lost',
      activity: null,
      isPaused: false,
      convergence: null,
    })
    expect(statusLine('online', null).text).toBe('Connecting')
  })

  it('names the one node that is answering, counts several once each', () => {
    const nodes = [on('a'), on('b')]
    expect(statusLine('online', createView(nodes, ['a', 'a'])).activity).toBe('a is answering')
    expect(statusLine('online', createView(nodes, ['a', 'b'])).activity).toBe('2 nodes are answering')
    expect(statusLine('online', createView(nodes, [null])).activity).toBe('Choosing a node')
  })

  it('says how many wait, beside who is answering or alone', () => {
    const waiting = (view: ClusterView, queued: number): ClusterView => ({
      ...view,
      summary: { ...view.summary, queued },
    })
    expect(statusLine('online', waiting(createView([on('a')], ['a']), 2)).activity).toBe(
      'a is answering, 2 waiting',
    )
    expect(statusLine('online', waiting(createView([on('a')], [null]), 1)).activity).toBe('1 waiting')
  })

  it('says that machines differ from the file, and to the ear once', () => {
    const message = 'gaming-pc serves another model.'
    const drift = [{ node: 'a', model: null, message }]
    const view = createView([on('a')])
    const withState = (state: ClusterView['convergence']['state']): ClusterView => ({
      ...view,
      convergence: { state, pending: 2, drift, checkedAt: 1 },
    })
    const drifted = withState('drifted')
    expect(statusLine('online', drifted).convergence).toEqual({
      shape: 'warn',
      text: '1 thing differs from harombe.yaml',
    })
    expect(statusLine('online', withState('pending')).convergence?.text).toBe(
      '2 things of harombe.yaml wait for apply',
    )
    expect(statusLine('online', withState('converged')).convergence).toBeNull()
    expect(statusLine('lost', drifted).convergence).toBeNull()
    expect(statusAnnouncement(view, drifted)).toBe('1 thing differs from harombe.yaml.')
    expect(statusAnnouncement(drifted, drifted)).toBeNull()
  })

  it('says that others get nothing, beside the nodes', () => {
    const paused = { ...createView([on('a')]), servingPaused: true }
    expect(statusLine('online', paused)).toMatchObject({ text: '1 of 1 node online', isPaused: true })
    expect(statusLine('lost', paused).isPaused).toBe(false)
  })

  it('raises no alarm for a node that somebody drains', () => {
    const line = statusLine('online', createView([on('a'), createNode({ name: 'b', status: 'draining' })]))
    expect(line).toMatchObject({ shape: 'ok', text: '1 of 2 nodes online, 1 draining' })
  })

  it('tells an empty cluster from one that was switched off', () => {
    expect(statusLine('online', createView([])).text).toBe('No node yet')
    expect(statusLine('online', createView([createNode({ status: 'disabled' })])).text).toBe(
      'All nodes disabled',
    )
  })
})

describe('announcements', () => {
  it('speak of nodes that came or went, and of nothing else', () => {
    const before = createView([on('a'), on('b'), off('c'), createNode({ name: 'd', status: 'unknown' })])
    const after = createView([
      off('a'),
      on('b'),
      on('c'),
      createNode({ name: 'd', status: 'offline' }),
      on('e'),
    ])
    expect(statusAnnouncement(before, after)).toBe('a went offline, c is online.')
    expect(statusAnnouncement(after, after)).toBeNull()
    expect(statusAnnouncement(null, after)).toBeNull()
  })
})
