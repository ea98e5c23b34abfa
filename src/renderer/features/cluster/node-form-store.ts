import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { NodeTestResult } from '../../../shared/contract/cluster'
import type { NodeView } from '../../../shared/entities'
import { texts } from '../../texts'
import {
  type DraftField,
  draftChanges,
  draftErrors,
  draftInput,
  draftOfNode,
  draftToTest,
  emptyDraft,
  type FieldErrors,
  type NodeDraft,
  parseAddress,
  serverErrors,
  suggestName,
} from './node-draft'

export interface NodeFormState {
  draft: NodeDraft
  errors: FieldErrors
  busy: 'testing' | 'saving' | null
  /** Of the address, backend and token as they are now; null when one of them changed since. */
  test: NodeTestResult | null
}

export interface NodeFormStore {
  store: StoreApi<NodeFormState>
  /** The node being edited; null for a new one. */
  editing: NodeView | null
  change(part: Partial<NodeDraft>): void
  /** Null when the draft is not fit to be tested or the coordinator refused. */
  test(): Promise<NodeTestResult | null>
  /** The node as saved; null when it was refused, and then `errors` says why. */
  save(): Promise<NodeView | null>
}

const connectionFields: readonly DraftField[] = ['address', 'backend', 'token']

/** One opening of the "Add a node" or "Edit" dialog. */
export function createNodeFormStore(
  client: HarombeClient,
  from: { node: NodeView } | { preset: Partial<NodeDraft> },
): NodeFormStore {
  const editing = 'node' in from ? from.node : null
  const before = editing === null ? emptyDraft : draftOfNode(editing)
  const initial = 'preset' in from ? { ...emptyDraft, ...from.preset } : before
  const store = createStore<NodeFormState>(() => ({ draft: initial, errors: {}, busy: null, test: null }))
  let nameTouched = initial.name !== ''

  /** The draft, or null after showing what is wrong with it. A test needs nothing but the address. */
  function checked(purpose: 'test' | 'save'): NodeDraft | null {
    const { draft } = store.getState()
    const found = draftErrors(draft, texts.t)
    const errors: FieldErrors =
      purpose === 'save' ? found : found.address === undefined ? {} : { address: found.address }
    store.setState({ errors })
    return Object.keys(errors).length === 0 ? draft : null
  }

  async function attempt<T>(busy: 'testing' | 'saving', run: () => Promise<T>): Promise<T | null> {
    store.setState({ busy, errors: {} })
    try {
      return await run()
    } catch (error) {
      store.setState({ errors: serverErrors(error, texts.t) })
      return null
    } finally {
      store.setState({ busy: null })
    }
  }

  /** The file keeps a token that we do not have, so a node whose connection is unchanged is checked as it is. */
  async function runTest(draft: NodeDraft): Promise<NodeTestResult | null> {
    if (editing === null || connectionFields.some(field => draft[field] !== before[field])) {
      return client.call('cluster.testNode', draftToTest(draft))
    }
    const [node] = await client.call('cluster.checkNow', { name: editing.name })
    return node === undefined ? null : testResultOf(node)
  }

  return {
    store,
    editing,
    change(part) {
      const { draft, errors, test } = store.getState()
      const next = { ...draft, ...part }
      if ('name' in part) nameTouched = part.name !== ''
      if (part.address !== undefined && !nameTouched) {
        const address = parseAddress(part.address)
        next.name = address === null ? '' : suggestName(address)
      }
      const remaining = { ...errors }
      delete remaining.form
      for (const field of Object.keys(part) as DraftField[]) delete remaining[field]
      const stale = connectionFields.some(field => field in part)
      store.setState({ draft: next, errors: remaining, test: stale ? null : test })
    },
    async test() {
      const draft = checked('test')
      if (draft === null) return null
      const result = await attempt('testing', () => runTest(draft))
      if (result !== null && store.getState().draft === draft) store.setState({ test: result })
      return result
    },
    async save() {
      const draft = checked('save')
      if (draft === null) return null
      return attempt('saving', () => {
        if (editing === null) return client.call('cluster.addNode', draftInput(draft))
        const changes = draftChanges(before, draft)
        return client.call('cluster.updateNode', { name: editing.name, changes })
      })
    },
  }
}

function testResultOf(node: NodeView): NodeTestResult {
  const { backend, models, version, latencyMs, simulated, error } = node
  return { reachable: error === null, backend, models, version, latencyMs, simulated, error }
}
