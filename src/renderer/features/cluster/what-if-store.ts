import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { NodeView, RouteDecision } from '../../../shared/entities'
import { isHarombeError } from '../../../shared/harombe-error'
import { spoken } from '../../../shared/texts/spoken'
import { pageHint } from '../../format'
import { texts } from '../../texts'
import { emptyDraft, explainInput, isBlank, mostCharacters, type WhatIfDraft } from './what-if'

export type WhatIfOutcome =
  | { status: 'empty' }
  /** The first decision is on its way. */
  | { status: 'asking' }
  /** `isStale`: something changed and the next decision is on its way. */
  | { status: 'shown'; route: RouteDecision; isStale: boolean }
  | { status: 'failed'; message: string; hint: string | undefined }

export interface WhatIfState {
  draft: WhatIfDraft
  outcome: WhatIfOutcome
}

export interface WhatIfStore {
  store: StoreApi<WhatIfState>
  /** Changes the question; it is asked once the typing pauses, what is under way is cancelled. */
  change(part: Partial<WhatIfDraft>): void
  /** Asks again because the cluster is not what it was. */
  refresh(nodes: readonly NodeView[]): void
  /** Cancels what is under way; the draft stays. */
  stop(): void
}

/** Milliseconds without a change before it is asked. A long text takes a while to send, so that waits for a real pause. */
const settleMs = 200
const longSettleMs = 600
const longText = 50_000

const tooLong = ({ text }: WhatIfDraft): WhatIfOutcome | null =>
  text.length <= mostCharacters
    ? null
    : {
        status: 'failed',
        message: texts.t('cluster.routing.whatIf.tooLong', {
          number: mostCharacters.toLocaleString(texts.language),
        }),
        hint: undefined,
      }

/** The what-if box: a draft, and the decision the coordinator would make for it now. */
export function createWhatIfStore(client: HarombeClient): WhatIfStore {
  const store = createStore<WhatIfState>(() => ({ draft: emptyDraft, outcome: { status: 'empty' } }))
  let nodes: readonly NodeView[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | null = null

  function stop(): void {
    clearTimeout(timer)
    asking?.abort()
    asking = null
  }

  const show = (outcome: WhatIfOutcome) => store.setState({ outcome })

  async function ask(): Promise<void> {
    const lifetime = new AbortController()
    asking = lifetime
    const { signal } = lifetime
    try {
      const input = explainInput(store.getState().draft, nodes)
      const route = await client.call('cluster.explainRoute', input, { signal })
      if (!signal.aborted) show({ status: 'shown', route, isStale: false })
    } catch (error) {
      if (signal.aborted) return
      const known = isHarombeError(error)
      show({
        status: 'failed',
        message: known ? spoken(error.message, texts.t) : texts.t('cluster.routing.whatIf.failed'),
        hint: known ? pageHint(error.hint) : undefined,
      })
    }
  }

  function askSoon(): void {
    stop()
    const { draft, outcome } = store.getState()
    const problem = isBlank(draft) ? { status: 'empty' as const } : tooLong(draft)
    if (problem !== null) {
      show(problem)
      return
    }
    show(outcome.status === 'shown' ? { ...outcome, isStale: true } : { status: 'asking' })
    timer = setTimeout(() => void ask(), draft.text.length > longText ? longSettleMs : settleMs)
  }

  return {
    store,
    change(part) {
      store.setState(({ draft }) => ({ draft: { ...draft, ...part } }))
      askSoon()
    },
    refresh(next) {
      nodes = next
      askSoon()
    },
    stop,
  }
}
