import '../../../markdown/markdown.css'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { EditorView } from '@codemirror/view'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { configJsonSchema } from '../../../../shared/config/schema'
import { spoken } from '../../../../shared/texts/spoken'
import type { Translate } from '../../../../shared/texts/translator'
import { useMirrors } from '../../../mirrors'
import { useDraftStore } from '../draft/draft-context'
import type { DraftProblem, DraftStore } from '../draft/draft-store'
import type { KnownNames } from './complete-config'
import { editorSetup } from './editor-setup'
import { markOverridden, overriddenPlaces } from './overlay-marks'
import { createSchemaTree, type SchemaNode } from './schema-tree'

let schemaTree: SchemaNode | null = null
/** Made once: it is made of the whole schema. */
function schema(): SchemaNode {
  schemaTree ??= createSchemaTree(configJsonSchema())
  return schemaTree
}

function useNames(draft: DraftStore): () => KnownNames {
  const { cluster } = useMirrors()
  return () => {
    const machines = cluster.store.getState().view?.nodes ?? []
    const config = draft.store.getState().good?.config
    return {
      nodes: config?.cluster.nodes.map(({ name }) => name) ?? [],
      models: [...new Set(machines.flatMap(({ models }) => models))].toSorted(),
      variables: Object.keys(config?.variables ?? {}),
    }
  }
}

/** The draft as text. `onSave` is asked for by the keyboard. */
export function TextPane({ onSave }: { onSave(): void }) {
  const { t } = useTranslation()
  const draft = useDraftStore()
  const host = useRef<HTMLDivElement>(null)
  const hint = useId()
  const [view, setView] = useState<EditorView | null>(null)
  const latest = useRef({ save: onSave, names: useNames(draft), t })
  latest.current = { save: onSave, names: useNames(draft), t }
  useEffect(() => {
    if (host.current === null) return
    const { view, detach } = draft.attach(
      host.current,
      editorSetup({
        schema: schema(),
        names: () => latest.current.names(),
        t: () => t,
        label: t('config.text'),
        describedBy: hint,
        save: () => latest.current.save(),
        // Whoever goes over to the form finds there what they just wrote.
        left: draft.settle,
      }),
    )
    setView(view)
    return () => {
      setView(null)
      detach()
    }
  }, [draft, hint, t])
  useProblems(view, draft, t)
  useReveal(view, draft)
  useOverridden(view, draft, t)
  useCursorInSight(view)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <p id={hint} className="sr-only">
        {t('config.editor.tabHint')}
      </p>
      <div ref={host} className="min-h-0 flex-1" />
    </div>
  )
}

function useProblems(view: EditorView | null, draft: DraftStore, t: Translate): void {
  const problems = useStore(draft.store, state => state.problems)
  useEffect(() => {
    if (view === null) return
    const { length } = view.state.doc
    const found = problems.flatMap(problem => diagnosticOf(problem, length, t))
    view.dispatch(setDiagnostics(view.state, found))
  }, [view, problems, t])
}

/** `length`: of the text as it is by now, which may be ahead of what was checked. */
function diagnosticOf({ file, from, to, message }: DraftProblem, length: number, t: Translate): Diagnostic[] {
  if (file !== null) return []
  const start = Math.min(from, length)
  return [
    {
      from: start,
      to: Math.max(start, Math.min(to, length)),
      severity: 'error',
      message: spoken(message, t),
    },
  ]
}

function useOverridden(view: EditorView | null, draft: DraftStore, t: Translate): void {
  const text = useStore(draft.store, state => state.settled)
  const overlays = useStore(draft.store, state => state.file?.overlays)
  useEffect(() => {
    // What was typed since is looked at once the hand rests.
    if (view === null || overlays === undefined || draft.store.getState().text !== text) return
    markOverridden(view, overriddenPlaces(text, overlays), t)
  }, [view, draft, text, overlays, t])
}

/** Problems that come to stand below take room from the text: the line being written stays in sight, and what is offered for it. */
function useCursorInSight(view: EditorView | null): void {
  useEffect(() => {
    if (view === null) return
    let height = view.scrollDOM.clientHeight
    const observer = new ResizeObserver(() => {
      const before = height
      height = view.scrollDOM.clientHeight
      if (height >= before || !view.hasFocus) return
      const { head } = view.state.selection.main
      const bottom = (view.coordsAtPos(head)?.bottom ?? 0) - view.scrollDOM.getBoundingClientRect().top
      const wasInSight = bottom > 0 && bottom <= before
      if (wasInSight && bottom > height) {
        view.dispatch({ effects: EditorView.scrollIntoView(head, { y: 'nearest', yMargin: 8 }) })
      }
    })
    observer.observe(view.scrollDOM)
    return () => observer.disconnect()
  }, [view])
}

function useReveal(view: EditorView | null, draft: DraftStore): void {
  const reveal = useStore(draft.store, state => state.reveal)
  const shown = useRef(reveal)
  useEffect(() => {
    if (view === null || reveal === null || reveal === shown.current) return
    shown.current = reveal
    const { length } = view.state.doc
    const [anchor, head] = [Math.min(reveal.from, length), Math.min(reveal.to, length)]
    view.dispatch({
      selection: { anchor, head },
      effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
    })
    view.focus()
  }, [view, reveal])
}
