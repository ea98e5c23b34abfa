import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Message } from '../../shared/entities'
import { estimateTokens } from '../inference/estimate-tokens'
import { choosePromptWindow } from './prompt-window'
import { renderContext } from './run/render-context'

const message = (role: Message['role'], content: string): Message => ({
  id: 'm',
  conversationId: 'c',
  parentId: null,
  role,
  content,
  state: 'complete',
  createdAt: 0,
})
/** As a model without tools is sent it. */
function buildPromptWindow(history: readonly Message[], system: string, maxTokens: number) {
  const { window, dropped } = choosePromptWindow(history, system, maxTokens)
  const entries = window.map(each => ({ message: each, attached: '', images: [] }))
  const context = { system, window: entries, dropped, sources: [], tainted: [] }
  const options = { protocol: 'none', tools: [], stepTokens: 1000, fence: (text: string) => text } as const
  return { messages: renderContext(context, options), dropped }
}
const turn = (text: string) => [message('user', `${text}?`), message('assistant', `${text}.`)]
const contents = (window: ReturnType<typeof buildPromptWindow>) =>
  window.messages.map(({ content }) => content)

const histories = fc
  .array(
    fc.tuple(
      fc.constantFrom('user' as const, 'assistant' as const),
      fc.constantFrom('', 'short', 'x'.repeat(200)),
    ),
    { maxLength: 12 },
  )
  .map(turns => [...turns.map(([role, content]) => message(role, content)), message('user', 'the question')])

describe('what is sent of a conversation', () => {
  it('is the system prompt and the newest messages that fit, the question always, in order', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom('', 'Be brief.'), fc.nat(400), (history, system, budget) => {
        const window = buildPromptWindow(history, system, budget)
        const [first, ...rest] = window.messages
        const kept = system === '' ? window.messages : rest
        if (system !== '') expect(first).toEqual({ role: 'system', content: system })
        const sendable = history
          .filter(({ role, content }) => content !== '' || role === 'assistant')
          .map(({ role, content }) => ({
            role,
            content: content === '' ? '(There was no answer.)' : content,
          }))
        expect(kept).toEqual(sendable.slice(sendable.length - kept.length))
        expect(kept.at(-1)?.content).toBe('the question')
        expect(window.dropped).toBe(sendable.length - kept.length)
        const tokens = window.messages.reduce((sum, { content }) => sum + estimateTokens(content), 0)
        if (kept.length > 1) expect(tokens).toBeLessThanOrEqual(budget)
        if (kept.length > 1) expect(kept[0]?.role).toBe('user')
      }),
    )
  })

  it('keeps everything when there is room', () => {
    const history = [...turn('one'), ...turn('two'), message('user', 'three?')]
    expect(contents(buildPromptWindow(history, 'Be brief.', 4096))).toEqual([
      'Be brief.',
      ...['one?', 'one.', 'two?', 'two.', 'three?'],
    ])
  })

  it('keeps a question that alone is above the budget', () => {
    const long = 'x'.repeat(100_000)
    expect(contents(buildPromptWindow([...turn('one'), message('user', long)], 'Be brief.', 256))).toEqual([
      'Be brief.',
      long,
    ])
  })

  it('keeps turns alternating: a failed answer stands as a remark, a partial one as what was written', () => {
    const failed = { ...message('assistant', ''), state: 'failed' as const }
    const partial = { ...message('assistant', 'half'), state: 'interrupted' as const }
    const history = [message('user', 'a'), failed, message('user', 'b'), partial, message('user', 'c')]
    expect(contents(buildPromptWindow(history, '', 4096))).toEqual([
      'a',
      '(There was no answer.)',
      'b',
      'half',
      'c',
    ])
  })

  it('does not begin with an answer whose question did not fit, and counts it as dropped', () => {
    const history = [
      message('user', 'x'.repeat(4000)),
      message('assistant', 'short'),
      message('user', 'next?'),
    ]
    const window = buildPromptWindow(history, '', 100)
    expect(contents(window)).toEqual(['next?'])
    expect(window.dropped).toBe(2)
  })
})
