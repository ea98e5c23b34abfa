import type { Source, ToolCallRecord } from '../shared/entities'
import { routeRecord } from '../shared/entities/route-record'
import type { CollectedAnswer, CollectedStep } from './chat/collect-run'

function callRecord({ approval: _approval, exitCode, startedAt, durationMs, ...call }: ToolCallRecord) {
  return {
    ...call,
    ...(exitCode === undefined ? {} : { exit_code: exitCode }),
    ...(startedAt === undefined ? {} : { started_at: startedAt }),
    ...(durationMs === undefined ? {} : { duration_ms: Math.round(durationMs) }),
  }
}

function stepRecord({ purpose, text, reasoning, calls, answeredBy }: CollectedStep) {
  return {
    purpose,
    text,
    ...(reasoning === '' ? {} : { reasoning }),
    ...(answeredBy === null ? {} : { node: answeredBy.node, model: answeredBy.model, tier: answeredBy.tier }),
    calls: calls.map(callRecord),
  }
}

function sourceRecord({ conversationId, messageId, attachmentId, ...source }: Source) {
  return {
    ...source,
    ...(conversationId === undefined ? {} : { conversation_id: conversationId }),
    ...(messageId === undefined ? {} : { message_id: messageId }),
    ...(attachmentId === undefined ? {} : { attachment_id: attachmentId }),
  }
}

/** The line that `chat --json` ends with. */
export function answerRecord({ content, steps, sources, finished }: CollectedAnswer) {
  const { route, answeredBy, metrics, failovers, escalation, limit } = finished
  return {
    answer: content,
    node: answeredBy.node,
    model: answeredBy.model,
    tier: answeredBy.tier,
    reason: route.reason,
    route: routeRecord(route),
    ttft_ms: metrics.ttftMs === null ? null : Math.round(metrics.ttftMs),
    tokens: metrics.tokens,
    tokens_per_second: metrics.tokensPerSecond === null ? null : Number(metrics.tokensPerSecond.toFixed(1)),
    duration_ms: Math.round(metrics.durationMs),
    simulated: answeredBy.simulated,
    failovers,
    ...(escalation === undefined ? {} : { escalation }),
    ...(steps.length === 0 ? {} : { steps: steps.map(stepRecord) }),
    ...(sources.length === 0 ? {} : { sources: sources.map(sourceRecord) }),
    ...(limit === undefined ? {} : { limit }),
  }
}
