import type { Capability, ClusterView, NodeView, Tier } from '../../../shared/entities'
import { clusterView, nodeView } from '../../../shared/entities/testing/views'
import type { ClusterExecutor, ExecutionRequest, ExecutionResult } from '../../coordination/types'
import { bareSummary } from '../../inference/model-library'
import { createEscalationJudge, type EscalationSettings } from '../escalation-judge'
import { answeredBy, route } from './scripted-executor'

/** Nodes `small`, `medium` and `large` of tier 0 to 2 as a test wants them, and a judge that looks at them. */
export function createOutlook(monotonic: () => number) {
  const settings: EscalationSettings = { mode: 'offer', perHour: 10 }
  const names = ['small', 'medium', 'large'] as const
  const nodes = new Map<string, NodeView>(
    names.map((name, tier) => [name, nodeView(name, { tier: tier as Tier, model: name, models: [name] })]),
  )
  const listeners = new Set<(view: ClusterView) => void>()
  const windows = { tokens: 8192 as number | null }
  const view = () => clusterView([...nodes.values()])
  const asked: { request: ExecutionRequest; signal: AbortSignal }[] = []
  let answer: (signal: AbortSignal) => Promise<string> = () => Promise.resolve('5')

  const outlook = {
    view,
    models: () => [
      {
        model: 'small',
        nodes: ['small'],
        summary: bareSummary('small'),
        capabilities: {} as Record<Capability, 'unknown'>,
        loaded: [],
        windows: [{ node: 'small', tokens: windows.tokens }],
      },
    ],
    explain: () => ({
      ...route,
      candidates: [...nodes.values()].map(({ name, tier, model, status }) => {
        const isUsable = status === 'online'
        return {
          ...{ node: name, tier, model, reason: '' },
          verdict: isUsable ? ('eligible' as const) : ('rejected' as const),
          rank: isUsable ? tier : null,
        }
      }),
    }),
    subscribe(listener: (view: ClusterView) => void) {
      listeners.add(listener)
      listener(view())
      return () => void listeners.delete(listener)
    },
  }
  const cluster: Pick<ClusterExecutor, 'complete'> = {
    async complete(request, signal): Promise<ExecutionResult> {
      asked.push({ request, signal })
      const content = await answer(signal)
      return {
        ...{ content, reasoning: '', toolCalls: [], reason: 'stop', route, failovers: [] },
        usage: { promptTokens: null, completionTokens: 1 },
        answeredBy: answeredBy('small'),
        metrics: {
          ...{ ttftMs: 1, durationMs: 1, promptTokens: null, tokens: 1, tokensPerSecond: null },
          tokenSource: 'reported',
        },
      }
    },
  }
  return {
    settings,
    windows,
    asked,
    judge: createEscalationJudge({ cluster, outlook, settings: () => settings, monotonic }),
    watching: () => listeners.size,
    change(name: (typeof names)[number], changes: Partial<NodeView>) {
      const before = nodes.get(name)
      if (before !== undefined) nodes.set(name, { ...before, ...changes })
      for (const listener of listeners) listener(view())
    },
    remove: (name: (typeof names)[number]) => nodes.delete(name),
    /** What the model says of its answer, or how it fails. */
    rates(reply: typeof answer) {
      answer = reply
    },
  }
}
