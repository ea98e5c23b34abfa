import type { AskEvent } from '../../shared/contract/chat'
import type {
  AgentStep,
  AnsweredBy,
  RouteDecision,
  Source,
  ToolCallRecord,
  UntrustedKind,
} from '../../shared/entities'

export interface CollectedStep {
  purpose: AgentStep
  text: string
  reasoning: string
  calls: ToolCallRecord[]
  route: RouteDecision | null
  answeredBy: AnsweredBy | null
}

export interface CollectedAnswer {
  content: string
  steps: readonly CollectedStep[]
  sources: readonly Source[]
  /** Whose words tools brought into it. */
  untrusted: readonly UntrustedKind[]
  finished: Extract<AskEvent, { type: 'finished' }>
}

const begun = (purpose: AgentStep): CollectedStep => ({
  purpose,
  text: '',
  reasoning: '',
  calls: [],
  route: null,
  answeredBy: null,
})

/** Puts the events of an answer together: steps that led to calls, and the text that came after them. */
export function createRunCollector() {
  const steps: CollectedStep[] = []
  let open = begun('plan')
  let sources: readonly Source[] = []

  const close = () => {
    if (open.calls.length > 0) steps.push(open)
  }

  return {
    take(event: AskEvent): void {
      switch (event.type) {
        case 'text':
          open.text += event.text
          return
        case 'reasoning':
          open.reasoning += event.text
          return
        case 'routed':
          open.route = event.route
          open.answeredBy = event.answeredBy
          return
        case 'failedOver':
          if (event.failover.stage === 'mid_answer' && event.failover.mode === 'continue') return
          open.text = ''
          open.reasoning = ''
          return
        case 'step':
          close()
          open = begun(event.purpose)
          return
        case 'toolCall': {
          const index = open.calls.findIndex(({ id }) => id === event.call.id)
          if (index < 0) open.calls.push(event.call)
          else open.calls[index] = event.call
          return
        }
        case 'sources':
          sources = event.sources
          return
        case 'stage':
        case 'toolOutput':
        case 'finished':
          return
      }
    },
    /** Of the current thought, which is the answer unless calls follow it. */
    text: () => open.text,
    content: () => (open.calls.length > 0 ? '' : open.text),
    steps: (): readonly CollectedStep[] => (open.calls.length > 0 ? [...steps, open] : steps),
    sources: () => sources,
    /** Of the current thought; null where it went nowhere yet. */
    route: () => open.route,
    /** Whose words the tools brought. */
    untrusted(): UntrustedKind[] {
      const all = [...steps, open].flatMap(({ calls }) => calls.flatMap(({ untrusted }) => untrusted ?? []))
      return [...new Set(all)]
    },
  }
}
