import type { DraftState } from '../draft/draft-store'

export type DraftStatus =
  | 'loading'
  | 'none'
  | 'unsaved'
  | 'saving'
  | 'inForce'
  | 'partly'
  | 'waiting'
  | 'notInForce'
  | 'conflict'

/**
 * How the draft and the file stand to each other, in one word for the header. `isWhole`: the coordinator could set up all that is
 * in force; false where a secret that a node needs is missing, say.
 */
export function draftStatus(
  state: Pick<DraftState, 'file' | 'conflict' | 'isWriting' | 'isDirty'>,
  isWhole = true,
): DraftStatus {
  const { file, conflict, isWriting, isDirty } = state
  if (file === null) return 'loading'
  if (conflict !== null) return 'conflict'
  if (isWriting) return 'saving'
  if (isDirty) return 'unsaved'
  if (file.digest === null) return 'none'
  if (file.problem !== null) return 'notInForce'
  if (!file.inForce) return 'waiting'
  return isWhole ? 'inForce' : 'partly'
}
