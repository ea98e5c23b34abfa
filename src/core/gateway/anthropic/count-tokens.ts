import { estimateTokens } from '../../inference/estimate-tokens'
import type { ChatMessage } from '../../inference/protocol'
import type { CountTokensRequest } from './schema'
import { fromTool, toMessages } from './to-execution'

/** What a chat template puts around a message: its role and the marks of its beginning and end. */
const perMessage = 4
/** Models turn an image into a few hundred to some thousand tokens, whatever its bytes. */
const perImage = 1000

function weigh({ content, images = [], toolCalls = [] }: ChatMessage): number {
  const calls = toolCalls.map(({ name, arguments: input }) => estimateTokens(name + JSON.stringify(input)))
  return (
    perMessage +
    estimateTokens(content) +
    images.length * perImage +
    calls.reduce((sum, tokens) => sum + tokens, 0)
  )
}

/**
 * About how many tokens a conversation is. An estimate: which model answers, and so which tokenizer counts, is not known.
 * @throws HarombeError BAD_REQUEST
 */
export function countTokens(request: CountTokensRequest): number {
  const messages = toMessages(request).reduce((sum, message) => sum + weigh(message), 0)
  const tools = (request.tools ?? []).map(tool => estimateTokens(JSON.stringify(fromTool(tool))))
  return messages + tools.reduce((sum, tokens) => sum + tokens, 0)
}
