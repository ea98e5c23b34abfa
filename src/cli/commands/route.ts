import type { RoutePreference, TierChoice } from '../../shared/entities'
import { reportUsage } from '../output'
import { readPipedInput } from '../piped-input'
import { explainedLines, explainedRecord } from '../route-texts'
import type { ExitCode, RunContext } from '../run-context'
import { routeLines } from './route-lines'

export interface RouteOptions {
  tier: TierChoice
  node?: string | undefined
  model?: string | undefined
  without: readonly string[]
  preference?: RoutePreference | undefined
  jsonl?: string | undefined
  learned?: boolean | undefined
}

/** What has no meaning where only the text is judged. */
function aboutNodes({ tier, node, model, without }: RouteOptions): string[] {
  return [
    ...(tier === 'auto' ? [] : ['--tier']),
    ...(node === undefined ? [] : ['--node']),
    ...(model === undefined ? [] : ['--model']),
    ...(without.length === 0 ? [] : ['--without']),
  ]
}

/** Says where a question would go and why, without sending it. */
export async function route(
  text: string | undefined,
  options: RouteOptions,
  context: RunContext,
): Promise<ExitCode> {
  const { terminal } = context
  const { jsonl, learned, tier, node, model, without, preference } = options
  const usage = (message: string, hint: string) => reportUsage(terminal, message, hint)
  if (jsonl !== undefined) {
    if (text !== undefined)
      return usage('Give either a text or --jsonl.', 'Put the text into a line of the file.')
    const [extra] = aboutNodes(options)
    if (extra !== undefined)
      return usage(`${extra} does not go with --jsonl.`, 'It judges texts only and looks at no node.')
    return routeLines(jsonl, { preference, learned }, context)
  }
  if (learned === true)
    return usage('--learned goes with --jsonl.', 'For a single text what was learnt always counts.')
  const content = text ?? (await readPipedInput(process.stdin, { optional: false }))
  if (content.trim() === '')
    return usage('There is no text.', 'harombe route "your question", or harombe route --jsonl FILE')
  return context.withSession<ExitCode>(async ({ client }) => {
    const decision = await client.call('cluster.explainRoute', {
      text: content,
      tier,
      without: [...without],
      ...(node === undefined ? {} : { node }),
      ...(model === undefined ? {} : { model }),
      ...(preference === undefined ? {} : { preference }),
    })
    if (terminal.json) terminal.data(explainedRecord(decision))
    else for (const line of explainedLines(decision)) terminal.line(line)
    return 0
  })
}
