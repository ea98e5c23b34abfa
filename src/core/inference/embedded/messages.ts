import { z } from 'zod'
import { modelDetails } from '../../../shared/entities'
import { errorShape } from '../../../shared/errors'

/** What the coordinator and the engine process say to each other. Both ends parse; what does not fit ends the process. */

const fields = z.record(z.string(), z.unknown())
const count = z.number().int().nonnegative()

const modelFile = z.object({ name: z.string(), path: z.string() })
export type EngineModel = z.infer<typeof modelFile>

const chatMessage = z.object({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: fields })).optional(),
  toolCallId: z.string().optional(),
  name: z.string().optional(),
})
export type EngineMessage = z.infer<typeof chatMessage>

const sampling = z.object({
  temperature: z.number().optional(),
  topP: z.number().optional(),
  topK: z.number().optional(),
  minP: z.number().optional(),
  presencePenalty: z.number().optional(),
  frequencyPenalty: z.number().optional(),
  seed: z.number().optional(),
  maxTokens: z.number().optional(),
  stop: z.array(z.string()).optional(),
})
export type EngineSampling = z.infer<typeof sampling>

const tool = z.object({ name: z.string(), description: z.string().optional(), parameters: fields })
export type EngineTool = z.infer<typeof tool>

const chatTask = sampling.extend({
  verb: z.literal('chat'),
  model: modelFile,
  contextLength: count.optional(),
  messages: z.array(chatMessage),
  tools: z.array(tool).optional(),
  toolChoice: z.union([z.enum(['auto', 'required']), z.object({ name: z.string() })]).optional(),
  format: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('json') }),
      z.object({ type: z.literal('schema'), schema: fields }),
    ])
    .optional(),
  reasoning: z.enum(['off', 'low', 'medium', 'high']).optional(),
})
export type ChatTask = z.infer<typeof chatTask>

const completeTask = sampling.extend({
  verb: z.literal('complete'),
  model: modelFile,
  contextLength: count.optional(),
  text: z.string(),
  suffix: z.string().optional(),
})
export type CompleteTask = z.infer<typeof completeTask>

const embedTask = z.object({
  verb: z.literal('embed'),
  model: modelFile,
  contextLength: count.optional(),
  inputs: z.array(z.string()).min(1),
  dimensions: count.optional(),
})
export type EmbedTask = z.infer<typeof embedTask>

const loadTask = z.object({
  verb: z.literal('load'),
  model: modelFile,
  use: z.enum(['chat', 'embedding']),
  contextLength: count.optional(),
})

export const engineTask = z.discriminatedUnion('verb', [
  chatTask,
  completeTask,
  embedTask,
  loadTask,
  z.object({ verb: z.literal('unload'), name: z.string() }),
  /** Reads the header of a file and loads nothing. */
  z.object({ verb: z.literal('describe'), model: modelFile }),
  z.object({ verb: z.literal('status') }),
])
export type EngineTask = z.infer<typeof engineTask>

export const toEngine = z.discriminatedUnion('type', [
  /** Comes first, once. */
  z.object({
    type: z.literal('configure'),
    /** Folder the engine package is installed in. */
    folder: z.string(),
    gpu: z.enum(['auto', 'cpu', 'cuda', 'vulkan', 'metal']),
    threads: count,
  }),
  z.object({ type: z.literal('ask'), id: count, task: engineTask }),
  z.object({ type: z.literal('cancel'), id: count }),
])
export type ToEngine = z.infer<typeof toEngine>

const loadedFile = z.object({
  name: z.string(),
  sizeBytes: count,
  vramBytes: count,
  contextLength: count,
})
export type EngineLoaded = z.infer<typeof loadedFile>

const finishReason = z.enum(['stop', 'length', 'tool_calls'])

export const engineReply = z.discriminatedUnion('type', [
  /** The task's turn has come: until now nothing was done for it. */
  z.object({ type: z.literal('begun') }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('reasoning'), text: z.string() }),
  z.object({ type: z.literal('call'), name: z.string(), arguments: fields }),
  z.object({ type: z.literal('vector'), index: count, values: z.array(z.number()) }),
  z.object({
    type: z.literal('finished'),
    reason: finishReason,
    promptTokens: count,
    completionTokens: count,
  }),
  z.object({ type: z.literal('described'), details: modelDetails }),
  z.object({ type: z.literal('failed'), error: errorShape }),
])
export type EngineReply = z.infer<typeof engineReply>

export const fromEngine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reply'), id: count, reply: engineReply }),
  /** After every change of what is in memory, and in answer to `status`. */
  z.object({
    type: z.literal('status'),
    loaded: z.array(loadedFile),
    /** `cpu`, `metal`, `cuda` or `vulkan`; null before anything was loaded. */
    accelerator: z.string().nullable(),
  }),
])
export type FromEngine = z.infer<typeof fromEngine>

/** The last reply to a task. */
export const isLast = ({ type }: EngineReply): boolean =>
  type === 'finished' || type === 'described' || type === 'failed'
