import { useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { applyFormAction } from '../../../../shared/config/document/apply-form-action'
import type { FormAction } from '../../../../shared/config/document/form-action'
import type { FormView } from '../../../../shared/config/document/form-view'
import { readForm } from '../../../../shared/config/document/read-form'
import { formatPath } from '../../../../shared/issues'
import { spoken } from '../../../../shared/texts/spoken'
import { useDraft, useDraftStore } from '../draft/draft-context'
import type { FormContextValue } from './form-context'
import { withoutPath } from './form-model'

const noOverlays: FormContextValue['overlays'] = []

/** The draft as the form needs it: what it says, what is wrong with it, and how it is changed. */
export function useFormModel(): FormContextValue {
  const { t } = useTranslation()
  const draft = useDraftStore()
  // A key pressed while the form is drawn anew goes before it.
  const text = useDeferredValue(useDraft(state => state.settled))
  const found = useDraft(state => state.problems)
  const overlays = useDraft(state => state.file?.overlays) ?? noOverlays
  const latest = useMemo(() => readForm(text), [text])
  const view = useLastReadable(latest)
  const problems = useMemo(
    () =>
      new Map(
        found
          .filter(problem => problem.path !== '' && problem.file === null)
          .map(problem => [problem.path, spoken(withoutPath(problem), t)]),
      ),
    [found, t],
  )
  const isUsable = latest.readable
  const isEmpty = !view.readable
  return useMemo(
    () => ({
      view,
      isUsable,
      isEmpty,
      problems,
      overlays,
      edit(actions: FormAction | readonly FormAction[]) {
        const list = 'kind' in actions ? [actions] : actions
        const refusal = draft.edit(before => list.reduce(applyFormAction, before))
        return refusal === null ? null : spoken(refusal, t)
      },
      undo: draft.undo,
      show(path) {
        const position = view.positionOf(path)
        draft.show(position ?? { path: formatPath(path) })
      },
    }),
    [draft, view, isUsable, isEmpty, problems, overlays, t],
  )
}

/** While the text is no YAML, what it was before is still there to be looked at. */
function useLastReadable(latest: FormView): FormView {
  const [kept, setKept] = useState(latest)
  if (latest.readable && kept !== latest) setKept(latest)
  return latest.readable ? latest : kept
}
