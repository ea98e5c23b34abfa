import { useTranslation } from 'react-i18next'
import type { FormAction } from '../../../../../shared/config/document/form-action'
import { toast } from '../../../../ui'
import { useForm } from '../form-context'

export interface NodeActions {
  /** What cannot be done is said in a notice. Null does nothing. */
  run(action: FormAction | null): boolean
  duplicate(name: string): void
  setEnabled(name: string, isEnabled: boolean): void
  remove(name: string): boolean
}

/** What cards and menus do with a node of the draft. */
export function useNodeActions(): NodeActions {
  const { t } = useTranslation()
  const { edit, undo, view } = useForm()
  const run = (action: FormAction | null): boolean => {
    const refusal = action === null ? null : edit(action)
    if (refusal !== null) toast.error(refusal)
    return refusal === null
  }
  return {
    run,
    duplicate(name) {
      const copy = freeName(
        name,
        view.nodes.map(node => node.name),
      )
      if (run({ kind: 'duplicate_node', node: name, name: copy })) {
        toast.success(t('config.nodes.duplicated', { copy }))
      }
    },
    setEnabled(name, isEnabled) {
      // Written out both ways, so that a comment beside it stays.
      run({ kind: 'update_node', node: name, changes: { enabled: isEnabled } })
    },
    remove(name) {
      const isGone = run({ kind: 'remove_node', node: name })
      if (isGone) {
        toast(t('config.nodes.removed', { node: name }), {
          action: { label: t('config.nodes.undo'), onClick: undo },
        })
      }
      return isGone
    },
  }
}

/** `pc-2`, or the next number that no node has; names differ by more than case. */
export function freeName(name: string, taken: readonly string[]): string {
  const lower = new Set(taken.map(other => other.toLowerCase()))
  const stem = name.replace(/-\d+$/, '').slice(0, 58)
  for (let number = 2; ; number += 1) {
    const candidate = `${stem}-${number}`
    if (!lower.has(candidate.toLowerCase())) return candidate
  }
}
