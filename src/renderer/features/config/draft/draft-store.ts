import type { Extension } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import type { StoreApi } from 'zustand/vanilla'
import type { Config } from '../../../../shared/config/schema'
import type { ConfigFileView } from '../../../../shared/contract/config'

/** A place in the draft, offsets in UTF-16 units as CodeMirror counts. */
export interface TextRange {
  from: number
  to: number
}

export interface DraftProblem extends TextRange {
  /** `cluster.nodes[1].tier`; empty when no key is to blame. */
  path: string
  /** One English sentence of the core, with what to write instead; goes through `spoken`. */
  message: string
  line: number
  column: number
  /** Of an overlay, the name of its file, and the range is empty; null: of the draft itself. */
  file: string | null
}

/** What the draft was made from: the file as it was seen last. Masked, line ends as in the editor. */
export interface DraftBase {
  text: string
  /** Null: there is no file. */
  digest: string | null
}

/** The draft and the file on disk were changed in the same place. While there is one, nothing can be saved or applied. */
export interface DraftConflict {
  /** What both were made from; the draft can go on being edited. */
  base: string
  theirs: string
}

/**
 * reloaded: nothing was unsaved, and the file's new text was taken; merged: the file's changes were taken into the draft;
 * restored: a draft from before the page was closed is back.
 */
export type DraftNews = 'reloaded' | 'merged' | 'restored'

export interface DraftState {
  /** The file as it stands on disk; null until the first word of it. */
  file: ConfigFileView | null
  /** Why the file cannot be followed; null while all is well. */
  error: string | null
  base: DraftBase
  /** The one draft: what the text pane shows and the form edits. Always `\n`, no byte order mark. */
  text: string
  /** `text` as the problems and the form know it: behind while somebody is typing, the same once the hand rests. */
  settled: string
  /** The draft is not what stands on disk. */
  isDirty: boolean
  /** Of the draft, in the order of its lines; empty when it could come into force. */
  problems: readonly DraftProblem[]
  /** The last draft without problems, for what shows values while the text is being written; null before the first. */
  good: { text: string; config: Config } | null
  conflict: DraftConflict | null
  /** A write is under way: the text can be edited, and cannot be saved a second time. */
  isWriting: boolean
  canUndo: boolean
  canRedo: boolean
  /** What to show in the text; another `count` asks for the same place again. */
  reveal: (TextRange & { count: number }) | null
  /** What was done to the draft without being asked, for telling people; another `count` is another time. */
  news: { kind: DraftNews; count: number } | null
}

/** How a call that writes the file gets the draft: bytes as they are to stand on disk, but for the masks. */
export interface DraftWrite {
  text: string
  base: string | null
}

export interface EditOptions {
  /** Edits with the same name right after one another are one step of undo: a field being typed into. */
  joins?: string
}

/**
 * The draft of harombe.yaml while the page's part of the app lives: also when the page was left, and (as text) over a reload.
 * Text, form and menus change it here, and all of them have the one undo.
 */
export interface DraftStore {
  store: StoreApi<DraftState>
  /** Looks at what was typed now, without waiting for the hand to rest. */
  settle(): void
  /** Puts what is unsaved where a reload finds it, now: else it happens a moment after the last change. */
  keep(): void
  /** Follows the file until the returned function is called. */
  start(): () => void
  /**
   * One change of the form, and one step of undo: `draft.edit(text => applyFormAction(text, action))`. Where the draft stays as
   * it is, nothing happens.
   * @returns why it could not be done, what `change` threw, as one English sentence; null when it was
   */
  edit(change: (text: string) => string, options?: EditOptions): string | null
  /** A text made from the file as it stands (what was found, say) comes into the draft; one step of undo. */
  take(text: string): void
  undo(): boolean
  redo(): boolean
  /** Back to what stands on disk; can be undone. */
  discard(): void
  /** Writes the draft. @throws HarombeError as `config.saveFile` */
  save(): Promise<void>
  /**
   * For a call that writes the draft by the way, as `config.startApply` does. What `write` resolves with is handed on; the draft
   * then counts as written.
   */
  writing<Result>(write: (draft: DraftWrite) => Promise<Result>): Promise<Result>
  /** Ends the conflict with this text as the draft, which then stands on what is on disk. */
  resolve(text: string): void
  /** Scrolls the text to a place, puts the cursor there and, where only one pane is shown, shows the text. */
  show(place: { path: string } | { line: number; column?: number } | TextRange): void
  /** The text pane shows the draft in a view until `detach`. */
  attach(parent: Element, extensions: Extension): { view: EditorView; detach(): void }
}
