import { isVoided } from '../../coordination/collect-execution'
import type { ClusterExecutor, ExecutionEvent, ExecutionRequest } from '../../coordination/types'
import type { MadeCall } from './call-guard'
import { createTextualReader } from './textual-protocol'
import type { RunEvent, ToolProtocol } from './types'

/** What one question to the cluster came to. */
export interface Thought {
  text: string
  reasoning: string
  calls: MadeCall[]
  /** Why what looks like a call is none; with the whole of what was written, to be shown to the model again. */
  problem: { reason: string; written: string } | null
  end: Extract<ExecutionEvent, { type: 'finished' | 'failed' }>
}

interface ThinkOptions {
  protocol: ToolProtocol
  offered: readonly string[]
  /** It said something for the reader. */
  onText(): void
  onFailedOver(event: ExecutionEvent & { type: 'failedOver' }): void
}

/** Puts a step's request to the cluster. Yields what is to be seen of it; blocks of the textual protocol are not. */
export async function* think(
  cluster: Pick<ClusterExecutor, 'execute'>,
  request: ExecutionRequest,
  { protocol, offered, onText, onFailedOver }: ThinkOptions,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, Thought> {
  const begin = () => ({
    text: '',
    reasoning: '',
    written: '',
    calls: [] as MadeCall[],
    reader: protocol === 'textual' ? createTextualReader(offered) : null,
  })
  let said = begin()
  for await (const event of cluster.execute(request, signal)) {
    switch (event.type) {
      case 'text': {
        said.written += event.text
        const shown = said.reader === null ? event.text : said.reader.take(event.text)
        said.text += shown
        if (shown !== '') {
          onText()
          yield { type: 'text', text: shown }
        }
        break
      }
      case 'reasoning':
        said.reasoning += event.text
        yield event
        break
      case 'tool_call':
        if (request.tools === undefined) yield event
        else said.calls.push({ tool: event.call.name, arguments: event.call.arguments })
        break
      case 'failedOver':
        if (isVoided(event)) said = begin()
        yield event
        onFailedOver(event)
        break
      case 'stage':
      case 'routed':
        yield event
        break
      case 'finished':
      case 'failed': {
        const { text, reasoning, calls, reader, written } = said
        if (reader === null) return { text, reasoning, calls, problem: null, end: event }
        const { rest, answer } = reader.end()
        if (rest !== '') yield { type: 'text', text: rest }
        // A block that its node took with it was not written badly: to ask again would be to wait for the nodes again.
        const isWhole = event.type === 'finished'
        const problem = answer.problem === null || !isWhole ? null : { reason: answer.problem, written }
        const made = answer.call === null ? [] : [answer.call]
        return { text: text + rest, reasoning, calls: made, problem, end: event }
      }
    }
  }
  throw new Error('An execution ended without an outcome.')
}
