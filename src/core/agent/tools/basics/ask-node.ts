import { z } from 'zod'
import { tier as tierSchema } from '../../../../shared/entities'
import { HarombeError } from '../../../../shared/errors'
import type { ClusterExecutor, ClusterInspector, RouteTarget } from '../../../coordination/types'
import { defineTool } from '../define-tool'
import type { Tool, ToolRun } from '../types'

const longestQuestion = 100_000
const maxTokens = 4_096
/** Milliseconds. */
const timeoutMs = 300_000

const input = z.strictObject({
  question: z.string().trim().min(1).max(longestQuestion).describe('With all it needs.'),
  tier: tierSchema.optional().describe('0 fast, 2 powerful'),
  node: z.string().min(1).max(63).optional(),
})

export interface AskNodeDependencies {
  cluster: Pick<ClusterExecutor, 'complete'>
  inspector: Pick<ClusterInspector, 'view'>
}

/** @throws HarombeError FORBIDDEN for a place the user did not want answers from, BAD_REQUEST for a node there is not */
function targetOf(
  { tier, node }: { tier?: 0 | 1 | 2 | undefined; node?: string | undefined },
  wanted: ToolRun['target'],
  names: readonly string[],
): RouteTarget {
  if (node !== undefined && !names.includes(node))
    throw new HarombeError(
      'BAD_REQUEST',
      `There is no node ${node}. There are: ${names.join(', ') || 'none'}.`,
    )
  if (wanted.node !== undefined) {
    if (node !== undefined && node !== wanted.node)
      throw new HarombeError(
        'FORBIDDEN',
        `The user wants ${wanted.node} to answer in this chat, and no other node.`,
      )
    return wanted
  }
  if (wanted.model !== undefined) return node === undefined ? wanted : { ...wanted, node }
  if (wanted.tier !== 'auto') {
    if (node !== undefined || (tier !== undefined && tier !== wanted.tier))
      throw new HarombeError(
        'FORBIDDEN',
        `The user wants tier ${wanted.tier} to answer in this chat, and no other.`,
      )
    return wanted
  }
  return node === undefined ? { tier: tier ?? 'auto' } : { tier: 'auto', node }
}

const nameOf = ({ node, model, tier }: RouteTarget): string =>
  node ?? model ?? (tier === 'auto' ? 'whichever node suits' : `tier ${tier}`)

export const createAskNode = ({ cluster, inspector }: AskNodeDependencies): Tool =>
  defineTool({
    name: 'ask_node',
    title: 'Ask another node',
    description: 'Asks another model, such as a more powerful one, which sees the question only.',
    risk: 'none',
    input,
    plan({ question, tier, node }, { run: { target: wanted } }) {
      const names = inspector.view().nodes.map(({ name }) => name)
      const target = targetOf({ tier, node }, wanted, names)
      const who = nameOf(target)
      return {
        risk: 'none',
        asks: false,
        reasons: [],
        summary: `${who}: ${question}`,
        title: 'Ask another node',
        exact: `${question}\nasked of ${who}`,
        cwd: null,
        binding: { question, target: { ...target } },
        canRemember: false,
        async run({ signal }) {
          // No tools, so that whoever is asked cannot ask on.
          const { content, answeredBy } = await cluster.complete(
            {
              messages: [{ role: 'user', content: question }],
              target,
              origin: 'chat',
              onStreamFailure: 'restart',
              maxTokens,
              timeoutMs,
            },
            signal,
          )
          const answering = inspector.view().nodes.find(({ name }) => name === answeredBy.node)
          return {
            text: `${answeredBy.node} (tier ${answeredBy.tier}, ${answeredBy.model}) answers:\n${content || '(nothing)'}`,
            // Another harombe may have had a web page or a file in its context; a node that is gone by now may have been one.
            untrusted: answering === undefined || answering.backend === 'harombe' ? 'peer' : undefined,
          }
        },
      }
    },
  })
