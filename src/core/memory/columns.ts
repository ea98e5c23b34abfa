import type { Message } from '../../shared/entities'

/** Without zod: the threads that read and write load this, and not what parses. */

export interface ConversationRow {
  id: string
  title: string
  created_at: number
  updated_at: number
  active_leaf_id: string | null
  deleted_at: number | null
  folder_id: string | null
  pinned: number
  title_by: 'words' | 'model' | 'user'
  settings: string | null
}

/** Of ConversationRow. */
export const conversationColumns = [
  'id',
  'title',
  'created_at',
  'updated_at',
  'active_leaf_id',
  'deleted_at',
  'folder_id',
  'pinned',
  'title_by',
  'settings',
] as const satisfies readonly (keyof ConversationRow)[]

/** CHECK constraints and STRICT tables guarantee the closed unions and the types. */
export interface MessageRow {
  id: string
  conversation_id: string
  parent_id: string | null
  role: Message['role']
  state: Message['state']
  epoch: number
  created_at: number
  content: string
  reasoning: string | null
  route: string | null
  answered_by: string | null
  metrics: string | null
  failovers: string | null
  error: string | null
  rating: 'up' | 'down' | null
  escalation: string | null
  escalated_from: string | null
  run_limit: string | null
  sources: string | null
  steps: string | null
}

/** Of MessageRow, in the order in which they are stored. */
export const messageColumns = [
  'id',
  'conversation_id',
  'parent_id',
  'role',
  'state',
  'epoch',
  'created_at',
  'content',
  'reasoning',
  'route',
  'answered_by',
  'metrics',
  'failovers',
  'error',
  'rating',
  'escalation',
  'escalated_from',
  'run_limit',
  'sources',
  'steps',
] as const satisfies readonly (keyof MessageRow)[]
