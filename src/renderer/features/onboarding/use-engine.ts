import { useEffect, useRef, useState } from 'react'
import { useClient } from '../../client'
import { texts } from '../../texts'
import { wordsOf } from '../../words-of'

export type EngineWork =
  | { state: 'idle' }
  | { state: 'busy'; line: string }
  | { state: 'failed'; problem: string }

/** Installs harombe's own engine and lets this machine answer with it. */
export function useEngine(): { work: EngineWork; install(): Promise<void> } {
  const client = useClient()
  const [work, setWork] = useState<EngineWork>({ state: 'idle' })
  const lifetime = useRef<AbortController | null>(null)
  useEffect(() => () => lifetime.current?.abort(), [])
  async function install(): Promise<void> {
    const control = new AbortController()
    lifetime.current = control
    setWork({ state: 'busy', line: '' })
    try {
      for await (const { line } of client.stream('models.installEngine', {}, { signal: control.signal }))
        setWork({ state: 'busy', line })
      await client.call('models.useEngine', {}, { signal: control.signal })
      setWork({ state: 'idle' })
    } catch (error) {
      if (control.signal.aborted) return
      setWork({ state: 'failed', problem: wordsOf(error, texts.t('onboarding.model.engineFailed')) })
    }
  }
  return { work, install }
}
