import { createMemoryStores } from '../../conversation-store'
import { openDatabase } from '../../database'
import { createConversationSink, createConversationSource } from '../stored-conversations'

/** A place that keeps conversations, and what was told of it. */
export function openMemory(path = ':memory:') {
  let count = 0
  const database = openDatabase(path, { now: Date.now })
  const stores = createMemoryStores(database, { now: () => 1_000_000, createId: () => `own-${++count}` })
  const changed: string[] = []
  const { queue, folders, attachments, conversations } = stores
  return {
    ...stores,
    changed,
    source: createConversationSource({ conversations, folders, attachments }),
    sink: createConversationSink({ connection: database.connection, queue, folders }, id => changed.push(id)),
    async close() {
      await conversations.close()
      database.close()
    },
  }
}
