import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../../shared/contract'
import type { ApplyRun } from '../../../../shared/entities'
import type { ErrorShape } from '../../../../shared/harombe-error'
import { followStream } from '../../../client/follow-stream'
import { createMirror, type Mirror } from '../../../mirrors'
import { texts } from '../../../texts'
import { toErrorShape } from '../plan/error-shape'

/** A look at the last apply; `run` null: there was none. */
export interface RunView {
  run: ApplyRun | null
}

export interface ApplyState {
  /** A start or a resume is under way. */
  isStarting: boolean
  /** The id of the run that was asked to end. */
  cancelling: string | null
  /** Why the last thing that was asked for was refused. */
  refusal: { what: 'start' | 'resume' | 'cancel'; error: ErrorShape } | null
  /** The run this window began or went on with last: what the plan gives way to. */
  own: string | null
}

export interface ApplyStore {
  store: StoreApi<ApplyState>
  mirror: Mirror<RunView>
  start(begin: () => Promise<ApplyRun>): Promise<boolean>
  resume(id: string): Promise<boolean>
  cancel(id: string): Promise<void>
  forgetRefusal(): void
}

/** Applies, as the coordinator carries them out: it owns them, so they go on when the window is closed. */
export function createApplyStore(client: HarombeClient): ApplyStore {
  const store = createStore<ApplyState>(() => ({
    isStarting: false,
    cancelling: null,
    refusal: null,
    own: null,
  }))
  const mirror = createMirror<RunView>(
    (show, signal) =>
      followStream(
        client,
        'config.watchApply',
        () => ({}),
        run => show({ run }),
        signal,
        { endless: true },
      ),
    texts.t('config.apply.watchFailed'),
  )

  async function begin(what: 'start' | 'resume', ask: () => Promise<ApplyRun>): Promise<boolean> {
    if (store.getState().isStarting) return false
    store.setState({ isStarting: true, refusal: null })
    try {
      const run = await ask()
      // Shown at once; the stream says the same a moment later.
      mirror.store.setState({ view: { run } })
      store.setState({ isStarting: false, cancelling: null, own: run.id })
      return true
    } catch (error) {
      store.setState({ isStarting: false, refusal: { what, error: toErrorShape(error) } })
      return false
    }
  }

  return {
    store,
    mirror,
    start: ask => begin('start', ask),
    resume: id => begin('resume', () => client.call('config.resumeApply', { id })),
    async cancel(id) {
      store.setState({ cancelling: id, refusal: null })
      try {
        await client.call('config.cancelApply', { id })
      } catch (error) {
        store.setState({ cancelling: null, refusal: { what: 'cancel', error: toErrorShape(error) } })
      }
    },
    forgetRefusal: () => store.setState({ refusal: null }),
  }
}
