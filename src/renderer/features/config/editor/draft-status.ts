import type { DraftState } from '../draft/draft-store'

export type DraftStatus =
  | 'loading'
  | 'none'
  | 'unsaved'
  | 'saving'
  | 'inForce'
  | 'waiting'
  | 'notInForce'
  | 'conflict'

/** How the draft and the file stand to each other, in one word for the header. */
export function draftStatus(
  state: Pick<DraftState, 'file' | 'conflict' | 'isWriting' | 'isDirty'>,
): DraftStatus {
  const { file, conflict, isWriting, isDirty } = state
  if (file === null) return 'loading'
  if (conflict !== null) return 'conflict'
  if (isWriting) return 'saving'
  if (isDirty) return 'unsaved'
  if (file.digest === null) return 'none'
  if (file.problem !== null) return 'notInForce'
  return file.inForce ? 'inForce' : 'waiting'
}
