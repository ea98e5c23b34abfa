import { useMemo } from 'react'
import { useDraft } from '../draft/draft-context'
import { fileText } from '../draft/text-shape'
import type { PlanSubject } from './plan-store'

/**
 * What is planned for: a version of the history; else what is in the editor, as it would be written, or the file where they are
 * the same. Null while the file is not there yet, and while the draft contradicts it.
 */
export function useSubject(version: number | null): PlanSubject | null {
  const file = useDraft(state => state.file)
  const text = useDraft(state => state.text)
  const isDirty = useDraft(state => state.isDirty)
  const hasConflict = useDraft(state => state.conflict !== null)
  return useMemo(() => {
    if (file === null) return null
    if (version !== null) return { kind: 'version', version }
    if (hasConflict) return null
    return isDirty ? { kind: 'draft', text: fileText(text, file.text) } : { kind: 'file' }
  }, [version, file, text, isDirty, hasConflict])
}
