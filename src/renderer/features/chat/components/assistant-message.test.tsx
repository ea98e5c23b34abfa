import { renderToStaticMarkup } from 'react-dom/server'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { Message } from '../../../../shared/entities'
import {
  createApprovalsMirror,
  createClusterMirror,
  createPreferencesMirror,
  createSystemMirror,
  MirrorProvider,
} from '../../../mirrors'
import { TooltipProvider } from '../../../ui'
import { createUploads } from '../attachments/uploads'
import { ChatProvider } from '../chat-context'
import { createChatStore } from '../chat-store'
import { createDrafts } from '../drafts'
import { createFakeClient, makeMessage } from '../fake-client.fixture'
import { createChatLibrary } from '../library/create-library'
import { AssistantMessage } from './assistant-message'

// The page's address is read once, when its modules are loaded.
vi.hoisted(() => vi.stubGlobal('location', new URL('http://localhost/')))
afterAll(() => void vi.unstubAllGlobals())

const drafts = createDrafts(null)
const chat = createChatStore(createFakeClient().client, {
  drafts,
  notify: () => undefined,
  schedule: () => () => undefined,
  now: () => 0,
  wallClock: () => 0,
})

const { client } = createFakeClient()
const uploads = createUploads(client)
const library = createChatLibrary({ client, chat, notify: () => undefined, storage: null })

const mirrors = {
  approvals: createApprovalsMirror(client, () => 0),
  cluster: createClusterMirror(client),
  preferences: createPreferencesMirror(client),
  system: createSystemMirror(client),
}

const html = (change: Partial<Message>) =>
  renderToStaticMarkup(
    <MirrorProvider value={mirrors}>
      <TooltipProvider>
        <ChatProvider value={{ chat, drafts, uploads, library, navigate: () => undefined }}>
          <AssistantMessage
            message={makeMessage('a1', { role: 'assistant', content: 'The *answer*', ...change })}
            answer={null}
            branchIndex={1}
            branchCount={3}
            last
          />
        </ChatProvider>
      </TooltipProvider>
    </MirrorProvider>,
  )

const simulated = { node: 'demo-fast', tier: 0, model: 'tiny', simulated: true } as const
const metrics = {
  ttftMs: 300,
  durationMs: 2_000,
  promptTokens: null,
  tokens: 40,
  tokenSource: 'estimated',
  tokensPerSecond: 20,
} as const

describe('AssistantMessage', () => {
  it('says who answered, how fast, and that it was simulated', () => {
    const markup = html({ answeredBy: simulated, metrics })
    for (const text of [
      'demo-fast',
      'tiny',
      'Fast',
      '20 tokens/s',
      'first token 300 ms',
      '≈ 40 tokens',
      'Simulated',
    ]) {
      expect(markup).toContain(text)
    }
    expect(markup).toContain('Why this node?')
  })

  it('keeps the partial text of a stopped answer and marks it', () => {
    const markup = html({ state: 'cancelled', content: 'Half an' })
    expect(markup).toContain('Half an')
    expect(markup).toContain('Stopped')
  })

  it('keeps a record of the nodes that failed', () => {
    const error = { code: 'STREAM_CUT_OFF', message: 'cut', retryable: true } as const
    const failovers = [{ node: 'gaming-pc', tier: 1, stage: 'mid_answer', mode: 'restart', error }] as const
    expect(html({ answeredBy: simulated, failovers: [...failovers] })).toContain(
      'gaming-pc went away, continuing on demo-fast',
    )
  })

  it('puts the seam of a continued answer where it happened, and says so behind a part that went on', () => {
    const error = { code: 'STREAM_CUT_OFF', message: 'cut', retryable: true } as const
    const seam = { node: 'gaming-pc', tier: 1, stage: 'mid_answer', mode: 'continue', error } as const
    const content = 'One two three.\n\nThe next.'
    const continued = (keptCharacters: number) =>
      html({ content, answeredBy: simulated, failovers: [{ ...seam, keptCharacters }] })
    const line = 'gaming-pc went away, demo-fast went on from there'
    expect(continued(7)).toMatch(new RegExp(`three\\..*In the part above: ${line}.*The next`))
    expect(continued(14)).toMatch(new RegExp(`three\\..*>${line}.*The next`))
  })

  it('shows an error with a way out, and does not shout about one from history', () => {
    const error = { code: 'NODE_BUSY', message: 'queue full', retryable: true } as const
    const markup = html({ state: 'failed', content: '', error })
    expect(markup).toContain('The node is busy')
    expect(markup).toContain('Retry')
    expect(markup).not.toContain('role="alert"')
  })

  it('switches between versions', () => {
    expect(html({})).toContain('2/3')
  })

  it('folds the reasoning', () => {
    const markup = html({ reasoning: 'First consider' })
    expect(markup).toContain('<details')
    expect(markup).not.toContain('<details open')
  })
})
