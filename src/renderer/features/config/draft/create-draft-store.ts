import { createStore } from 'zustand/vanilla'
import { mergeTexts } from '../../../../shared/config/document/merge-texts'
import type { HarombeClient } from '../../../../shared/contract'
import type { ConfigFileView } from '../../../../shared/contract/config'
import { HarombeError, isHarombeError } from '../../../../shared/harombe-error'
import { followStream } from '../../../client/follow-stream'
import { checkDraft, rangeAt } from './check-draft'
import { createDraftDocument, type DocumentUpdate } from './draft-document'
import type { DraftBase, DraftNews, DraftState, DraftStore, DraftWrite, TextRange } from './draft-store'
import { meetFile } from './meet-file'
import { placeOfPath } from './place-of-path'
import type { DraftMemory } from './saved-draft'
import { draftText, fileText } from './text-shape'
import { withoutSecrets } from './without-secrets'

const initial: DraftState = {
  file: null,
  error: null,
  base: { text: '', digest: null },
  text: '',
  settled: '',
  isDirty: false,
  problems: [],
  good: null,
  conflict: null,
  isWriting: false,
  canUndo: false,
  canRedo: false,
  reveal: null,
  news: null,
}

/** Checking takes a few milliseconds for a file of usual size, and would be felt at every step in one this long. */
const longText = 40_000
/**
 * While a word is being typed there is nearly always a problem: it is said, and the form follows, when the hand rests. Longer for
 * a long text, where looking takes so long that the next key would wait for it.
 */
const pauseMs = (text: string) => 400 + text.length / 40
const savePauseMs = 400

export function createDraftStore(client: HarombeClient, memory: DraftMemory): DraftStore {
  const store = createStore<DraftState>(() => initial)
  const draftDocument = createDraftDocument(publish)
  let checking: ReturnType<typeof setTimeout> | undefined
  let saving: ReturnType<typeof setTimeout> | undefined
  let count = 0
  /** The newest word of the file that came while a write was under way. */
  let heldBack: ConfigFileView | null = null
  /** The file's next word is what was written from here, its secrets masked. */
  let isOurs = false
  /** What `memory` holds is from here. */
  let isKept = false

  function publish({ docChanged, isTyped }: DocumentUpdate): void {
    const { canUndo, canRedo, state } = draftDocument
    if (!docChanged) {
      const last = store.getState()
      if (last.canUndo !== canUndo || last.canRedo !== canRedo) store.setState({ canUndo, canRedo })
      return
    }
    const text = state.doc.toString()
    const isDirty = text !== store.getState().base.text
    const settled = isTyped ? store.getState().settled : text
    store.setState({ text, settled, canUndo, canRedo, isDirty })
    clearTimeout(checking)
    if (text.length < longText && !isTyped) check()
    else checking = setTimeout(check, pauseMs(text))
    clearTimeout(saving)
    saving = setTimeout(remember, savePauseMs)
  }

  function check(): void {
    clearTimeout(checking)
    checking = undefined
    const { text, good, file } = store.getState()
    const { config, problems } = checkDraft(text, file)
    store.setState({ settled: text, problems, good: config === null ? good : { text, config } })
  }

  function remember(): void {
    clearTimeout(saving)
    const { file, text, base, isDirty } = store.getState()
    if (file === null) return
    // Another window may keep a draft where this one has none.
    if (isDirty) memory.write({ path: file.path, base, text: withoutSecrets(text) })
    else if (isKept) memory.clear()
    isKept = isDirty
  }

  function setBase(base: DraftBase): void {
    store.setState({ base, isDirty: store.getState().text !== base.text })
    remember()
  }

  const tell = (kind: DraftNews) => {
    count += 1
    store.setState({ news: { kind, count } })
  }

  function showRange({ from, to }: TextRange): void {
    count += 1
    store.setState({ reveal: { from, to, count } })
  }

  function receive(file: ConfigFileView): void {
    if (store.getState().isWriting) {
      heldBack = file
      return
    }
    const isFirst = store.getState().file === null
    store.setState({ file, error: null })
    if (isFirst) begin(file)
    else meet(file)
    // Overlays may be others while the text is the same.
    check()
  }

  /** The first word of the file: with what was left unwritten when the page was closed. */
  function begin(file: ConfigFileView): void {
    const text = draftText(file.text)
    draftDocument.replace(text, { isUndoable: false })
    setBase({ text, digest: file.digest })
    const saved = memory.read(file.path)
    isKept = saved !== null
    if (saved === null || saved.text === text) {
      remember()
      return
    }
    // As if it had been open all the time: what came between is merged, and the draft itself can be undone.
    store.setState({ base: saved.base })
    draftDocument.replace(saved.text)
    tell('restored')
    meet(file)
  }

  /** The file is another than the draft was made from, or says so itself again. */
  function meet(file: ConfigFileView): void {
    const { base, text, conflict } = store.getState()
    const theirs = draftText(file.text)
    if (file.digest === base.digest && theirs === base.text) return
    const outcome = meetFile({ base: base.text, mine: text, theirs })
    if (outcome.kind === 'conflict') {
      draftDocument.replace(outcome.text, { isUndoable: false })
      store.setState({ conflict: outcome.conflict })
      return
    }
    const isNews = outcome.text !== text && file.digest !== base.digest && !isOurs
    isOurs = false
    draftDocument.replace(outcome.text, { isUndoable: false })
    if (conflict !== null) store.setState({ conflict: null })
    setBase({ text: theirs, digest: file.digest })
    if (isNews) tell(outcome.kind === 'theirs' ? 'reloaded' : 'merged')
  }

  /** `digestOf`: of the file that was written, where the answer says so; else the file itself will. */
  async function writing<Result>(
    write: (draft: DraftWrite) => Promise<Result>,
    digestOf?: (result: Result) => string,
  ): Promise<Result> {
    const { conflict, isWriting, base, text, file } = store.getState()
    if (isWriting) throw new HarombeError('CONFLICT', 'harombe.yaml is being written already.')
    if (conflict !== null) {
      throw new HarombeError('CONFLICT', 'harombe.yaml was changed on disk as well; decide what holds first.')
    }
    store.setState({ isWriting: true })
    try {
      const result = await write({ text: fileText(text, file?.text ?? ''), base: base.digest })
      // What comes from the disk from now on was made from this.
      setBase({ text, digest: digestOf?.(result) ?? base.digest })
      isOurs = true
      return result
    } finally {
      store.setState({ isWriting: false })
      const next: ConfigFileView | null = heldBack
      heldBack = null
      if (next !== null) receive(next)
    }
  }

  return {
    store,
    start() {
      const lifetime = new AbortController()
      followStream(client, 'config.watchFile', () => ({}), receive, lifetime.signal, { endless: true }).catch(
        (error: unknown) => {
          store.setState({ error: isHarombeError(error) ? error.message : '' })
        },
      )
      return () => {
        lifetime.abort()
        check()
        remember()
      }
    },
    settle() {
      if (checking !== undefined) check()
    },
    keep: remember,
    edit(change, { joins } = {}) {
      try {
        draftDocument.replace(draftText(change(store.getState().text)), joins === undefined ? {} : { joins })
        return null
      } catch (error) {
        return error instanceof Error ? error.message : String(error)
      }
    },
    take(text) {
      const { base, text: mine } = store.getState()
      draftDocument.replace(mergeTexts(base.text, mine, draftText(text)).text)
    },
    undo: draftDocument.undo,
    redo: draftDocument.redo,
    discard() {
      const { file, conflict } = store.getState()
      if (file === null) return
      const text = draftText(file.text)
      draftDocument.replace(text)
      if (conflict !== null) store.setState({ conflict: null })
      setBase({ text, digest: file.digest })
    },
    async save() {
      await writing(
        draft => client.call('config.saveFile', draft),
        ({ digest }) => digest,
      )
    },
    writing: write => writing(write),
    resolve(text) {
      const { file } = store.getState()
      if (file === null) return
      draftDocument.replace(text)
      store.setState({ conflict: null })
      setBase({ text: draftText(file.text), digest: file.digest })
    },
    show(place) {
      const { text } = store.getState()
      if ('path' in place) {
        const found = placeOfPath(text, place.path)
        if (found !== null) showRange(found)
      } else showRange('line' in place ? rangeAt(text, place.line, place.column) : place)
    },
    attach: draftDocument.attach,
  }
}
