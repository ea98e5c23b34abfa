import type { ErrorCode, ErrorShape } from '../../../shared/harombe-error'
import type { Translate } from '../../../shared/texts/translator'
import { pageHint } from '../../format'

export interface ErrorHelp {
  title: string
  hint: string
  /** Asking again the same way can work. */
  retry: boolean
  /** The nodes are where it can be put right. */
  cluster: boolean
  /** Its own message says more than our title. */
  telling: boolean
}

const silent: ReadonlySet<ErrorCode> = new Set(['INTERRUPTED', 'DISCONNECTED', 'NOT_FOUND'])

/** The nodes are where these can be put right. */
const atNodes: ReadonlySet<ErrorCode> = new Set([
  'NO_NODE_AVAILABLE',
  'TIER_UNAVAILABLE',
  'NOT_SUPPORTED',
  'ALL_NODES_FAILED',
  'NODE_UNREACHABLE',
  'MODEL_MISSING',
])

/** What to say of an error and what to offer. Decided by its code; only the hint of its sender is preferred to ours, when it is one for a page. */
export function errorHelp(error: ErrorShape, t: Translate): ErrorHelp {
  return {
    title: t(`errors.${error.code}.title`),
    hint: pageHint(error.hint, t) ?? t(`errors.${error.code}.hint`),
    retry: error.retryable || error.code === 'MODEL_MISSING' || error.code === 'NODE_REFUSED',
    cluster: atNodes.has(error.code),
    telling: !silent.has(error.code),
  }
}
