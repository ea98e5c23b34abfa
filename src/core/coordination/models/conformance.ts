import { z } from 'zod'
import type { Ability, Capability } from '../../../shared/entities'
import { type HarombeError, isHarombeError } from '../../../shared/errors'
import type {
  FinishReason,
  InferenceClient,
  InferenceRequest,
  ToolDefinition,
} from '../../inference/protocol'
import { redSquare } from './test-image'

/** What a model did with one small request. */
export interface Trial {
  error: HarombeError | null
  text: string
  /** Names and arguments of complete calls. */
  calls: { name: string; arguments: Record<string, unknown> }[]
  reason: FinishReason | null
}

export interface Subject {
  client: InferenceClient
  model: string
  /** The one it is loaded with: any other would make its server load it again. */
  contextLength: number | undefined
  keepAlive: number | undefined
  /** To be told when it thinks aloud, though nobody asked for that. */
  onReasoned(): void
}

/** What a trial proves: `unknown` is "tried, and nothing came of it"; null, that it could not be tried now. */
export type Finding = Ability | null

/** Enough for a call or a word, and over in seconds on the slowest machine. */
const answerTokens = 64

/** The server or the model takes no such request; everything else may be the moment's fault. */
const isRefusal = ({ code }: HarombeError) => code === 'NODE_REFUSED' || code === 'BAD_REQUEST'

async function attempt(
  { client, model, contextLength, keepAlive, onReasoned }: Subject,
  request: Partial<InferenceRequest> & Pick<InferenceRequest, 'messages'>,
  signal: AbortSignal,
): Promise<Trial> {
  const trial: Trial = { error: null, text: '', calls: [], reason: null }
  const asked: InferenceRequest = {
    maxTokens: answerTokens,
    temperature: 0,
    reasoning: 'off',
    ...request,
    model,
    contextLength,
    keepAlive,
  }
  for await (const frame of client.stream(asked, { signal })) {
    if (frame.type === 'text') trial.text += frame.text
    else if (frame.type === 'reasoning') onReasoned()
    else if (frame.type === 'tool_call') trial.calls.push(frame.call)
    else if (frame.type === 'error') trial.error = frame.error
    else if (frame.type === 'done') trial.reason = frame.reason
  }
  return trial
}

/** What an error proves; null when there was none. */
function onError({ error }: Trial): { finding: Finding } | null {
  if (error === null) return null
  return { finding: isRefusal(error) ? 'no' : null }
}

const ask = (content: string) => [{ role: 'user' as const, content }]

const reporter: ToolDefinition = {
  name: 'report_number',
  description: 'Reports a number to the user.',
  parameters: {
    type: 'object',
    properties: { value: { type: 'integer', description: 'The number.' } },
    required: ['value'],
  },
}
const isReport = (call: Trial['calls'][number]) => call.name === reporter.name && 'value' in call.arguments

async function tryTools(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const wording = [
    { toolChoice: 'required' as const, messages: ask('Report the number seven.') },
    {
      toolChoice: 'auto' as const,
      messages: ask('Call the tool report_number with the value 7. Say nothing.'),
    },
  ]
  let finding: Finding = 'unknown'
  for (const request of wording) {
    const trial = await attempt(subject, { ...request, tools: [reporter] }, signal)
    const failure = onError(trial)
    // Some servers take tools but no demand for them: the second wording does without.
    if (failure?.finding === null) return null
    if (failure !== null) {
      finding = 'no'
      continue
    }
    if (trial.calls.some(isReport)) return 'yes'
    // Cut off it may have been on the way to a call; else it had its say and did not call.
    finding = trial.reason === 'length' ? 'unknown' : 'no'
  }
  return finding
}

async function tryVision(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const messages = [
    {
      role: 'user' as const,
      content: 'Which colour is this square? Answer with one word.',
      images: [redSquare()],
    },
  ]
  const trial = await attempt(subject, { messages }, signal)
  const failure = onError(trial)
  if (failure !== null) return failure.finding
  // SGLang and others drop an image that the model cannot see: to have taken it without complaint proves nothing.
  return /\bred\b/i.test(trial.text) ? 'yes' : 'unknown'
}

const colours = ['green', 'violet'] as const
const colourAnswer = z.strictObject({ colour: z.enum(colours) })

async function tryJson(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const schema = {
    type: 'object',
    properties: { colour: { type: 'string', enum: [...colours] } },
    required: ['colour'],
    additionalProperties: false,
  }
  const format = { type: 'schema' as const, name: 'colour', schema }
  const messages = ask('Which colour has grass? Answer as JSON with the one field `colour`.')
  const trial = await attempt(subject, { messages, format }, signal)
  const failure = onError(trial)
  if (failure !== null) return failure.finding
  if (trial.reason === 'length') return 'unknown'
  try {
    return colourAnswer.safeParse(JSON.parse(trial.text)).success ? 'yes' : 'no'
  } catch {
    return 'no'
  }
}

async function tryCompletion(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const prompt = { text: 'one, two, three, four,' }
  const trial = await attempt(subject, { messages: [], prompt, maxTokens: 8, reasoning: undefined }, signal)
  const failure = onError(trial)
  if (failure !== null) return failure.finding
  return trial.text.trim() === '' ? 'unknown' : 'yes'
}

async function tryPrefill(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const messages = [
    ...ask('Count from one to six in words, separated by commas.'),
    { role: 'assistant' as const, content: 'one, two, three,' },
  ]
  const trial = await attempt(subject, { messages, maxTokens: 12 }, signal)
  const failure = onError(trial)
  if (failure !== null) return failure.finding
  // Whoever begins anew did not see the beginning as its own.
  return /^\W*four\b/i.test(trial.text) ? 'yes' : 'unknown'
}

async function tryChat(subject: Subject, signal: AbortSignal): Promise<Finding> {
  const trial = await attempt(subject, { messages: ask('Say "yes".'), maxTokens: 16 }, signal)
  const failure = onError(trial)
  if (failure !== null) return failure.finding
  return trial.text.trim() === '' ? 'unknown' : 'yes'
}

async function tryEmbeddings(
  { client, model, contextLength, keepAlive }: Subject,
  signal: AbortSignal,
): Promise<Finding> {
  const { vectors } = await client.embed(
    { model, inputs: ['A red square.'], contextLength, keepAlive },
    { signal },
  )
  return (vectors[0]?.length ?? 0) > 0 ? 'yes' : 'no'
}

type Try = (subject: Subject, signal: AbortSignal) => Promise<Finding>

/** Cheapest and most wanted first. Whether a model reasons shows in passing and is not asked for. */
const tries: readonly (readonly [Capability, Try])[] = [
  ['chat', tryChat],
  ['tools', tryTools],
  ['json', tryJson],
  ['vision', tryVision],
  ['completion', tryCompletion],
  ['prefill', tryPrefill],
  ['embeddings', tryEmbeddings],
]

/**
 * What is worth trying: nothing the server cannot do or that was tried already, no vectors from a model that talks (a server
 * that makes them from any model would make it look like one for embeddings), no talk with one that is made for vectors.
 */
export function worthTrying(
  held: (capability: Capability) => Ability,
  supported: (capability: Capability) => Ability,
  tried: (capability: Capability) => boolean,
): Capability[] {
  const talks = held('chat') === 'yes' || (held('chat') === 'unknown' && held('embeddings') !== 'yes')
  const isMeant = (capability: Capability) =>
    capability === 'embeddings' ? held('embeddings') === 'yes' || held('chat') === 'no' : talks
  return tries
    .map(([capability]) => capability)
    .filter(capability => !tried(capability) && supported(capability) !== 'no' && isMeant(capability))
}

/** Tries one ability with small real requests. Never throws; an abort finds nothing. */
export async function tryCapability(
  capability: Capability,
  subject: Subject,
  signal: AbortSignal,
): Promise<Finding> {
  const attemptIt = tries.find(([name]) => name === capability)?.[1]
  if (attemptIt === undefined) return 'unknown'
  try {
    const finding = await attemptIt(subject, signal)
    return signal.aborted ? null : finding
  } catch (error) {
    return !signal.aborted && isHarombeError(error) && isRefusal(error) ? 'no' : null
  }
}
