import { z } from 'zod'

/**
 * The parts of ChatGPT's export that are read, as they are found in the wild: nothing is sure to be there, and whatever is not what
 * it should be counts as absent. There is no published schema.
 */

const optional = <T extends z.ZodType>(schema: T) => schema.nullish().catch(null)

const exportedMessage = z.object({
  id: optional(z.string()),
  author: optional(z.object({ role: optional(z.string()), name: optional(z.string()) })),
  create_time: optional(z.number()),
  content: z.unknown(),
  recipient: optional(z.string()),
  metadata: optional(
    z.object({
      is_visually_hidden_from_conversation: optional(z.boolean()),
      attachments: optional(z.array(z.object({ name: optional(z.string()) }))),
    }),
  ),
})
export type ExportedMessage = z.infer<typeof exportedMessage>

export const exportedNode = z.object({
  parent: optional(z.string()),
  children: optional(z.array(z.string())),
  message: optional(exportedMessage),
})
export type ExportedNode = z.infer<typeof exportedNode>

export const exportedConversation = z.object({
  id: optional(z.string()),
  conversation_id: optional(z.string()),
  title: optional(z.string()),
  create_time: optional(z.number()),
  update_time: optional(z.number()),
  current_node: optional(z.string()),
  /** Taken apart by hand: a record of zod would copy every key, whatever it is called. */
  mapping: z.custom<Record<string, unknown>>(
    value => typeof value === 'object' && value !== null && !Array.isArray(value),
    'it has no messages',
  ),
})
export type ExportedConversation = z.infer<typeof exportedConversation>
