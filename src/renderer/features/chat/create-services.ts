import type { HarombeClient } from '../../../shared/contract'
import { spoken } from '../../../shared/texts/spoken'
import { texts } from '../../texts'
import { toast } from '../../ui'
import { createUploads, type Uploads } from './attachments/uploads'
import { createChatStore } from './chat-store'
import type { Notice } from './conversation-list'
import { readDismissed, writeDismissed } from './dismissal-memory'
import { createDrafts } from './drafts'
import { scheduleFrame } from './frame-scheduler'
import { createChatLibrary } from './library/create-library'
import { readTarget, writeTarget } from './target-memory'

function notify({ tone, title: given, detail, undo }: Notice): void {
  // What the coordinator says of an error comes in English.
  const title = spoken(given, texts.t)
  const options = {
    ...(detail === undefined ? {} : { description: spoken(detail, texts.t) }),
    ...(undo === undefined
      ? {}
      : { action: { label: texts.t('chat.page.undo'), onClick: undo }, duration: 8_000 }),
  }
  if (tone === 'ok') toast.success(title, options)
  else toast.error(title, options)
}

/** A browser may refuse storage by throwing at the mere mention of it. */
function storageOf(read: () => Storage): Storage | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** They outlive the page: a file is on its way also while another page is looked at. */
const uploadsOf = new WeakMap<HarombeClient, Uploads>()

function uploadsFor(client: HarombeClient, storage: Storage | null): Uploads {
  const known = uploadsOf.get(client)
  if (known !== undefined) return known
  const uploads = createUploads(client, storage)
  uploadsOf.set(client, uploads)
  return uploads
}

/** The chat's stores, bound to this browser. Nothing runs before `chat.start()`. */
export function createServices(client: HarombeClient) {
  const session = storageOf(() => sessionStorage)
  const local = storageOf(() => localStorage)
  const drafts = createDrafts(local)
  const chat = createChatStore(client, {
    notify,
    drafts,
    schedule: scheduleFrame,
    now: () => performance.now(),
    wallClock: () => Date.now(),
  })
  chat.setTarget(readTarget(session))
  chat.store.setState({ dismissed: readDismissed(local) })
  chat.store.subscribe((state, before) => {
    if (state.dismissed !== before.dismissed) writeDismissed(local, state.dismissed)
    if (state.target !== before.target) writeTarget(session, state.target)
  })
  return {
    chat,
    drafts,
    uploads: uploadsFor(client, local),
    library: createChatLibrary({ client, chat, notify, storage: local }),
  }
}
