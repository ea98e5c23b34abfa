import type { ErrorCode, ErrorShape } from '../../../shared/harombe-error'
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

const help: Partial<Record<ErrorCode, { title: string; hint: string; cluster?: boolean }>> = {
  NO_NODE_AVAILABLE: {
    title: 'No node could take this question',
    hint: 'At least one node must be switched on and enabled. If there is none, add one, or start the demo.',
    cluster: true,
  },
  TIER_UNAVAILABLE: {
    title: 'No node of this tier is available',
    hint: 'Choose Auto, or another tier, and try again.',
    cluster: true,
  },
  NOT_SUPPORTED: {
    title: 'No node can do what this asks for',
    hint: 'Pull a model that can, or choose another node or model.',
    cluster: true,
  },
  ALL_NODES_FAILED: {
    title: 'Every node that was tried failed',
    hint: '“Why this node?” below lists what each of them said.',
    cluster: true,
  },
  NODE_UNREACHABLE: {
    title: 'The node cannot be reached',
    hint: 'It may be asleep or off the network.',
    cluster: true,
  },
  NODE_BUSY: { title: 'The node is busy', hint: 'Try again in a moment.' },
  NODE_LOADING: { title: 'The node is still loading its model', hint: 'Try again in a moment.' },
  MODEL_MISSING: {
    title: 'This model is not there',
    hint: 'Pull it on a node, or choose another model.',
    cluster: true,
  },
  CONTEXT_TOO_LONG: {
    title: 'This conversation is too long for the model',
    hint: 'Ask in a new chat, or choose a node with a larger context.',
  },
  NODE_REFUSED: { title: 'The node refused the request', hint: 'Its own log says more.' },
  MALFORMED_RESPONSE: {
    title: 'The node answered something unreadable',
    hint: 'It may run another kind of server.',
  },
  STREAM_CUT_OFF: { title: 'The answer was cut off', hint: 'The connection to the node broke. Try again.' },
  NODE_ERROR: { title: 'The node reported an error', hint: 'Try again, or choose another node.' },
  TIMEOUT: { title: 'The node took too long', hint: 'Try again, or choose a smaller tier.' },
  INTERRUPTED: {
    title: 'harombe was closed while this was written',
    hint: 'Try again to get a whole answer.',
  },
  DISCONNECTED: {
    title: 'The connection to the coordinator was lost',
    hint: 'It is being restored; try again then.',
  },
  STORAGE_FAILED: { title: 'The chat could not be saved', hint: 'Check that the disk is not full.' },
  RATE_LIMITED: { title: 'Too many requests at once', hint: 'Try again in a moment.' },
  PAYLOAD_TOO_LARGE: { title: 'The message is too long', hint: 'Send it in parts.' },
  BAD_REQUEST: { title: 'The request was not accepted', hint: 'Change the message and try again.' },
  NOT_FOUND: { title: 'This no longer exists', hint: 'It was deleted, perhaps in another window.' },
  FORBIDDEN: { title: 'This window may not do that', hint: 'Sign in again with a new link.' },
  INTERNAL: { title: 'Something went wrong inside harombe', hint: 'The log has the details.' },
}

/** What to say of an error and what to offer. Decided by its code; only the hint of its sender is preferred to ours, when it is one for a page. */
export function errorHelp(error: ErrorShape): ErrorHelp {
  const known = help[error.code]
  return {
    title: known?.title ?? 'This did not work',
    hint: pageHint(error.hint) ?? known?.hint ?? 'Try again.',
    retry: error.retryable || error.code === 'MODEL_MISSING' || error.code === 'NODE_REFUSED',
    cluster: known?.cluster === true,
    telling: !silent.has(error.code),
  }
}
