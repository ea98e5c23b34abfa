import { history, isolateHistory, redo, redoDepth, undo, undoDepth } from '@codemirror/commands'
import {
  Annotation,
  Compartment,
  EditorState,
  type Extension,
  StateField,
  Transaction,
  type TransactionSpec,
} from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { minimalChanges } from '../../../../shared/config/document/minimal-changes'

export interface DocumentEdit {
  /** false: it cannot be undone, as what came from the disk. What was done before it still can. */
  isUndoable?: boolean
  /** Edits with the same name right after one another are one step of undo. */
  joins?: string
}

/** The text with its one history, with and without a view of it. */
export interface DraftDocument {
  readonly state: EditorState
  /** Makes it this text by as few changes as lead there. */
  replace(text: string, edit?: DocumentEdit): void
  dispatch(spec: TransactionSpec): void
  undo(): boolean
  redo(): boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** Shows it in a view until `detach`; one view at a time. */
  attach(parent: Element, extensions: Extension): { view: EditorView; detach(): void }
}

const joinsAnnotation = Annotation.define<string>()

interface Step {
  time: number
  joins: string | null
}

/** The last step, for deciding whether the next one continues it. */
const lastStep = StateField.define<Step>({
  create: () => ({ time: 0, joins: null }),
  update(step, transaction) {
    if (!transaction.docChanged) return step
    const joins = transaction.annotation(joinsAnnotation) ?? null
    return { time: transaction.annotation(Transaction.time) ?? 0, joins }
  },
})

/** Typing is taken back word by word, as elsewhere; a field of the form as a whole. */
const typingPauseMs = 500

function continuesStep(transaction: Transaction, isAdjacent: boolean): boolean {
  const last = transaction.startState.field(lastStep)
  const joins = transaction.annotation(joinsAnnotation)
  if (joins !== undefined) return joins === last.joins
  if (last.joins !== null) return false
  return isAdjacent && (transaction.annotation(Transaction.time) ?? 0) - last.time < typingPauseMs
}

function isTyping(step: Transaction): boolean {
  // Of a new line the editor says no more than `input`.
  const isLine = step.annotation(Transaction.userEvent) === 'input'
  return isLine || ['input.type', 'input.indent', 'delete'].some(event => step.isUserEvent(event))
}

export interface DocumentUpdate {
  docChanged: boolean
  /** By hand in the text, and so probably in the middle of a word. */
  isTyped: boolean
}

/** `changed` is called after every transaction, with or without a change of the text. */
export function createDraftDocument(changed: (update: DocumentUpdate) => void): DraftDocument {
  const viewOnly = new Compartment()
  let view: EditorView | null = null
  let state = EditorState.create({
    extensions: [
      // Decided by continuesStep alone; a step that was set apart on purpose is older than any delay.
      history({ newGroupDelay: 1e9, joinToEvent: continuesStep, minDepth: 500 }),
      lastStep,
      EditorState.lineSeparator.of('\n'),
      EditorState.allowMultipleSelections.of(true),
      viewOnly.of([]),
    ],
  })

  function take(transactions: readonly Transaction[]): void {
    const last = transactions.at(-1)
    if (last === undefined) return
    state = last.state
    changed({
      docChanged: transactions.some(({ docChanged }) => docChanged),
      isTyped: transactions.some(isTyping),
    })
  }

  function dispatchAll(transactions: readonly Transaction[]): void {
    view?.update(transactions)
    take(transactions)
  }

  const dispatch = (spec: TransactionSpec) => dispatchAll([state.update(spec)])
  const command = (run: typeof undo) => run({ state, dispatch: transaction => dispatchAll([transaction]) })

  return {
    get state() {
      return state
    },
    dispatch,
    replace(text, { isUndoable = true, joins } = {}) {
      const changes = minimalChanges(state.doc.toString(), text)
      if (changes.length === 0) return
      const annotations = [
        ...(isUndoable ? [] : [Transaction.addToHistory.of(false)]),
        // What it continues is decided by its name; the first of a name must not continue what was typed.
        ...(joins === undefined ? [isolateHistory.of('full')] : [joinsAnnotation.of(joins)]),
      ]
      dispatch({ changes, annotations, scrollIntoView: false })
    },
    undo: () => command(undo),
    redo: () => command(redo),
    get canUndo() {
      return undoDepth(state) > 0
    },
    get canRedo() {
      return redoDepth(state) > 0
    },
    attach(parent, extensions) {
      dispatch({ effects: viewOnly.reconfigure(extensions) })
      const own = new EditorView({ state, parent, dispatchTransactions: dispatchAll })
      view = own
      return {
        view: own,
        detach() {
          own.destroy()
          if (view !== own) return
          view = null
          dispatch({ effects: viewOnly.reconfigure([]) })
        },
      }
    },
  }
}
