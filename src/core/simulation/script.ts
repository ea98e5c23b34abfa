import { z } from 'zod'
import { HarombeError } from '../../shared/errors'
import { firstIssue } from '../../shared/issues'
import type { Question } from './question'

const turn = z.strictObject({
  text: z.string().default(''),
  /** Thought aloud before it. */
  reasoning: z.string().default(''),
  tool_calls: z
    .array(
      z.strictObject({ name: z.string().min(1), arguments: z.record(z.string(), z.unknown()).default({}) }),
    )
    .default([]),
  /** What must have been said to the model last, by the user or a tool; else it says that it was not. */
  expect: z.string().optional(),
})

const script = z
  .strictObject({
    /** False: the model has no place for tool calls, and writes them into its text as harombe asks it to. */
    native: z.boolean().default(true),
    /** Only conversations in which a user said this are answered by the script; absent: all. */
    question: z.string().min(1).optional(),
    turns: z.array(turn).min(1),
  })
  .superRefine(({ native, turns }, context) => {
    const at = native ? -1 : turns.findIndex(({ tool_calls: calls }) => calls.length > 1)
    if (at < 0) return
    context.addIssue({
      code: 'custom',
      path: ['turns', at, 'tool_calls'],
      message: 'A model that is not native makes one call at a time.',
    })
  })

/** What a simulated model says and calls, answer by answer. */
export type SimulatedScript = z.infer<typeof script>
export type ScriptTurn = SimulatedScript['turns'][number]

/** @param value parsed JSON or YAML: the script, or its list of turns alone. @throws HarombeError BAD_REQUEST */
export function parseScript(value: unknown): SimulatedScript {
  const parsed = script.safeParse(Array.isArray(value) ? { turns: value } : value)
  if (parsed.success) return parsed.data
  throw new HarombeError('BAD_REQUEST', `This is no script: ${firstIssue(parsed.error).text}`)
}

/**
 * The turn this question is answered with: so many answers stand in the conversation since it was begun, which is why a question
 * that is asked twice, after a failover say, gets the same one. Undefined where the script has none.
 */
export function turnFor(
  { question: begun, turns }: SimulatedScript,
  { messages }: Pick<Question, 'messages'>,
): ScriptTurn | undefined {
  const start = messages.findIndex(
    ({ role, content }) => role === 'user' && (begun === undefined || content.includes(begun)),
  )
  if (start < 0) return undefined
  const answers = messages.slice(start).filter(({ role }, index, after) => {
    // Several in a row are one answer in pieces.
    return role === 'assistant' && after[index - 1]?.role !== 'assistant'
  })
  const found = turns[answers.length]
  if (found?.expect === undefined) return found
  const told = messages.findLast(({ role }) => role === 'user' || role === 'tool')?.content ?? ''
  if (told.includes(found.expect)) return found
  const text = `Turn ${answers.length + 1} of the script expects to be told “${found.expect}”, and was told “${told}”.`
  return { text, reasoning: '', tool_calls: [] }
}

type ScriptCall = ScriptTurn['tool_calls'][number]

/** As harombe asks models to that have no place for calls. */
const asBlock = ({ name, arguments: given }: ScriptCall): string =>
  `\`\`\`tool\n${JSON.stringify({ tool: name, arguments: given })}\n\`\`\``

/** The words of a turn, and the calls that go apart from them. */
export function sayTurn(
  { text, tool_calls: calls }: ScriptTurn,
  { native }: Pick<SimulatedScript, 'native'>,
): { words: string; calls: readonly ScriptCall[] } {
  if (native) return { words: text, calls }
  return { words: [text, ...calls.map(asBlock)].filter(part => part !== '').join('\n\n'), calls: [] }
}
