import { useEffect, useRef, useState } from 'react'
import type { AskEvent } from '../../../shared/contract/chat'
import { useClient } from '../../client'
import { texts } from '../../texts'
import { wordsOf } from '../../words-of'

export interface TestMessage {
  state: 'idle' | 'asking' | 'done' | 'failed'
  text: string
  problem: string
  end: Extract<AskEvent, { type: 'finished' }> | null
}

const nothing: TestMessage = { state: 'idle', text: '', problem: '', end: null }

function after(before: TestMessage, event: AskEvent): TestMessage {
  switch (event.type) {
    case 'text':
      return { ...before, text: before.text + event.text }
    case 'failedOver':
      return event.failover.mode === 'continue' ? before : { ...before, text: '' }
    case 'finished':
      return { ...before, state: 'done', end: event }
    default:
      return before
  }
}

/** One question that is not kept, through the cluster as it stands. */
export function useTestMessage(): { message: TestMessage; ask(question: string): Promise<void> } {
  const client = useClient()
  const [message, setMessage] = useState(nothing)
  const lifetime = useRef<AbortController | null>(null)
  useEffect(() => () => lifetime.current?.abort(), [])
  async function ask(question: string): Promise<void> {
    lifetime.current?.abort()
    const control = new AbortController()
    lifetime.current = control
    setMessage({ ...nothing, state: 'asking' })
    try {
      const input = { messages: [{ role: 'user' as const, content: question }] }
      for await (const event of client.stream('chat.ask', input, { signal: control.signal }))
        setMessage(before => after(before, event))
    } catch (error) {
      if (control.signal.aborted) return
      const problem = wordsOf(error, texts.t('onboarding.test.failed'))
      setMessage(before => ({ ...before, state: 'failed', problem }))
    }
  }
  return { message, ask }
}
