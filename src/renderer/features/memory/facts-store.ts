import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { Fact } from '../../../shared/entities'
import { texts } from '../../texts'
import { wordsOf } from '../../words-of'
import type { Notice } from './notice'

/** Characters a fact may have. */
export const mostCharacters = 1_000

export interface FactsState {
  /** Oldest first. */
  facts: readonly Fact[]
  status: 'loading' | 'ready' | 'failed'
  error: string | null
}

export interface FactsStore {
  store: StoreApi<FactsState>
  refresh(): Promise<void>
  /** False when it failed, which is said by then. */
  add(text: string): Promise<boolean>
  update(id: string, text: string): Promise<boolean>
  remove(id: string): Promise<void>
}

/** What is always told to the model. Changed here once the coordinator has it: a fact that is not kept must not seem to be. */
export function createFactsStore(client: HarombeClient, notify: (notice: Notice) => void): FactsStore {
  const store = createStore<FactsState>(() => ({ facts: [], status: 'loading', error: null }))
  let request = 0

  const show = (facts: readonly Fact[]) => {
    // A list that was asked for before must not take it back.
    request += 1
    store.setState({ facts })
  }
  const failed = (error: unknown, title: string) =>
    notify({ tone: 'danger', title, detail: wordsOf(error, texts.t('memory.facts.again')) })

  async function refresh(): Promise<void> {
    request += 1
    const mine = request
    try {
      const facts = await client.call('memory.listFacts', {})
      if (mine === request) store.setState({ facts, status: 'ready', error: null })
      // Changed while the first list was on its way: what is there besides is not known yet.
      else if (store.getState().status === 'loading') void refresh()
    } catch (error) {
      if (mine !== request || store.getState().status === 'ready') return
      store.setState({ status: 'failed', error: wordsOf(error, texts.t('memory.facts.notListed')) })
    }
  }

  async function add(text: string): Promise<boolean> {
    try {
      const fact = await client.call('memory.addFact', { text: text.trim() })
      show([...store.getState().facts, fact])
      return true
    } catch (error) {
      failed(error, texts.t('memory.facts.notKept'))
      return false
    }
  }

  return {
    store,
    add,
    refresh,
    async update(id, text) {
      try {
        const changed = await client.call('memory.updateFact', { id, text: text.trim() })
        show(store.getState().facts.map(fact => (fact.id === id ? changed : fact)))
        return true
      } catch (error) {
        failed(error, texts.t('memory.facts.notChanged'))
        return false
      }
    },
    async remove(id) {
      const fact = store.getState().facts.find(other => other.id === id)
      if (fact === undefined) return
      try {
        await client.call('memory.removeFact', { id })
        show(store.getState().facts.filter(other => other.id !== id))
        notify({
          tone: 'ok',
          title: texts.t('memory.facts.removed'),
          detail: fact.text,
          undo: () => void add(fact.text),
        })
      } catch (error) {
        failed(error, texts.t('memory.facts.notRemoved'))
      }
    },
  }
}
