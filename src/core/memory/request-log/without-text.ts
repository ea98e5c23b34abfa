import type { Failover, RequestRecord } from '../../../shared/entities'
import type { ErrorCode } from '../../../shared/errors'

/** Characters of a name that a machine gave itself or its model. */
const longestName = 256
const longestReason = 500
const mostFailovers = 8

/** What a node's failure is called in the log. Its own message may quote the question, so it is not kept. */
const words: Partial<Record<ErrorCode, string>> = {
  NODE_UNREACHABLE: 'It could not be reached.',
  NODE_BUSY: 'It was busy.',
  NODE_LOADING: 'It was loading the model.',
  MODEL_MISSING: 'It does not have the model.',
  CONTEXT_TOO_LONG: 'The question was too long for it.',
  NODE_REFUSED: 'It refused the request.',
  MALFORMED_RESPONSE: 'Its answer could not be read.',
  STREAM_CUT_OFF: 'It ended its answer without finishing it.',
  NODE_ERROR: 'It reported an error.',
  TIMEOUT: 'It took too long.',
}

const withoutMessage = ({ node, tier, stage, mode, error: { code, retryable } }: Failover): Failover => ({
  node,
  tier,
  stage,
  mode,
  error: { code, retryable, message: words[code] ?? 'It failed.' },
})

const shortened = (text: string | null, longest: number) => text?.slice(0, longest).toWellFormed() ?? null

/** The record as it may be kept: nothing in it was written by whoever asked, or by a model. */
export function withoutText(record: RequestRecord): RequestRecord {
  return {
    ...record,
    node: shortened(record.node, longestName),
    model: shortened(record.model, longestName),
    reason: shortened(record.reason, longestReason) ?? '',
    failovers: record.failovers.slice(0, mostFailovers).map(withoutMessage),
  }
}
