import { z } from 'zod'
import { modelName, nodeName, routePreference, tierChoice } from '../entities'

const mostCharacters = 1_000_000

/** One turn of a conversation that is not sent. Of images only their number counts. */
export const whatIfMessage = z.object({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.string().max(mostCharacters),
  images: z.number().int().min(0).max(64).default(0),
})

/** A question, or a whole conversation, and what is to be thought different from how it is. */
export const explainRouteInput = z
  .object({
    text: z.string().max(mostCharacters).optional(),
    messages: z.array(whatIfMessage).min(1).max(2000).optional(),
    /** Names of the tools that would be offered with it. */
    tools: z.array(z.string().min(1).max(128)).max(128).default([]),
    tier: tierChoice.default('auto'),
    node: nodeName.optional(),
    model: modelName.optional(),
    /** Nodes taken to be switched off. */
    without: z.array(nodeName).max(1000).default([]),
    /** Default: the one of harombe.yaml. */
    preference: routePreference.optional(),
    /** As if so many tokens were sent with it in all; without effect below what the messages come to. */
    contextTokens: z.number().int().min(0).max(100_000_000).optional(),
  })
  .refine(({ text, messages }) => (text === undefined) !== (messages === undefined), {
    message: 'Give either a text or messages.',
    path: ['text'],
  })
  .refine(
    ({ messages = [] }) => messages.reduce((sum, { content }) => sum + content.length, 0) <= mostCharacters,
    {
      message: 'The messages have more than 1,000,000 characters; say how long it is with contextTokens.',
      path: ['messages'],
    },
  )
export type ExplainRouteInput = z.infer<typeof explainRouteInput>
