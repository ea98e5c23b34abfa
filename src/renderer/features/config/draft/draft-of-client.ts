import type { HarombeClient } from '../../../../shared/contract'
import { createDraftStore } from './create-draft-store'
import type { DraftStore } from './draft-store'
import { createDraftMemory } from './saved-draft'

const drafts = new WeakMap<HarombeClient, DraftStore>()

function storage(): Storage | null {
  try {
    return localStorage
  } catch {
    // Blocked.
    return null
  }
}

/** The one draft of this window: it and its undo outlive the page. */
export function draftOf(client: HarombeClient): DraftStore {
  const existing = drafts.get(client)
  if (existing !== undefined) return existing
  const draft = createDraftStore(client, createDraftMemory(storage()))
  drafts.set(client, draft)
  // A window that is closed or loaded anew takes nothing apart first.
  window.addEventListener('pagehide', draft.keep)
  return draft
}
