import { describe, expect, it } from 'vitest'
import { english } from '../../shared/texts/english'
import { answerNotice, applyNotice, approvalNotice, driftNotice, nodeNotices, updateNotice } from './notices'

const t = english

describe('what is said while no window is in front', () => {
  it('leads to the chat of an answer, and says nothing of one the user stopped', () => {
    const chat = { id: 'c1', title: 'Holidays' }
    expect(answerNotice({ state: 'complete' }, chat, t)).toEqual({
      id: 'answer-c1',
      kind: 'answers',
      title: 'Answer finished',
      body: 'Holidays',
      route: { page: 'chat', conversationId: 'c1' },
    })
    expect(answerNotice({ state: 'failed' }, chat, t)?.title).toBe('An answer could not be finished')
    expect(answerNotice({ state: 'cancelled' }, chat, t)).toBeNull()
    expect(answerNotice({ state: 'interrupted' }, chat, t)).toBeNull()
  })

  it('names a node that went, and gathers many in one', () => {
    expect(nodeNotices([], [], t)).toEqual([])
    expect(nodeNotices(['dgx'], [], t)).toMatchObject([
      { title: 'dgx went away', route: { page: 'cluster', node: 'dgx' } },
    ])
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    expect(nodeNotices(names, ['x', 'y'], t)).toMatchObject([
      { id: 'nodeLost', title: '7 nodes went away', body: expect.stringMatching(/^a, b, c, d, e, …\./) },
      { id: 'nodeBack', title: '2 nodes are back', route: { page: 'cluster', node: null } },
    ])
  })

  it('shows neither the words of an MCP server nor what a tool would do', () => {
    const request = { id: '1', tool: 'shell', conversationId: null, title: 'All is fine', exact: 'rm -rf /' }
    const notice = approvalNotice(request, t)
    expect(notice).toMatchObject({ body: 'Run a command', route: { page: 'chat', conversationId: null } })
    expect(JSON.stringify(notice)).not.toMatch(/fine|rm/)
  })

  it('leads to the plan when machines differ from the file, or an apply ended', () => {
    const drift = ['a', 'b'].map(message => ({ node: null, model: null, message }))
    const convergence = { state: 'drifted' as const, pending: 0, drift, checkedAt: 1 }
    expect(driftNotice([], convergence, t)).toBeNull()
    const route = { page: 'config', panel: 'plan' }
    expect(driftNotice(['b'], convergence, t)).toMatchObject({
      title: '2 things differ from harombe.yaml',
      body: 'b',
      route,
    })
    expect(applyNotice('failed', t)).toMatchObject({
      title: 'Not all of harombe.yaml could be applied',
      route,
    })
  })

  it('says of an update only that it is ready', () => {
    expect(updateNotice({ state: 'downloading', version: '2.0.0', share: 1 }, t)).toBeNull()
    expect(updateNotice({ state: 'ready', version: '2.0.0' }, t)).toMatchObject({
      title: 'harombe 2.0.0 is ready',
      route: { page: 'settings', section: 'desktop' },
    })
  })
})
