import { type Message, type Source, type UntrustedKind, untrustedKind } from '../../../shared/entities'

/** What of an answer's sources others wrote, or may have: what is cited is in the context. */
const ofSource: Record<Source['kind'], UntrustedKind | null> = {
  web: 'web',
  attachment: 'attachment',
  message: 'memory',
  fact: null,
}

function* ofMessage(
  message: Message,
  isPeerNode: (node: string) => boolean,
): Generator<UntrustedKind | null, void> {
  if (message.attachments !== undefined && message.attachments.length > 0) yield 'attachment'
  if (message.answeredBy !== undefined && isPeerNode(message.answeredBy.node)) yield 'peer'
  for (const { kind } of message.sources ?? []) yield ofSource[kind]
  for (const { answeredBy, calls } of message.steps ?? []) {
    if (answeredBy !== undefined && isPeerNode(answeredBy.node)) yield 'peer'
    for (const { untrusted } of calls) yield untrusted ?? null
  }
}

/**
 * What untrusted content is in a conversation, in one order; empty: none. Give it all messages of all branches: a summary or a
 * search may bring back what the shown branch has left, and a branch is changed with one click. `isPeerNode`: whether that
 * node is another harombe.
 */
export function taintOf(
  messages: readonly Message[],
  isPeerNode: (node: string) => boolean,
): UntrustedKind[] {
  const found = new Set<UntrustedKind | null>()
  for (const message of messages) for (const kind of ofMessage(message, isPeerNode)) found.add(kind)
  return untrustedKind.options.filter(kind => found.has(kind))
}

/** Both together, each kind once, in the same order. */
export function joinTaint(
  a: readonly UntrustedKind[],
  b: readonly (UntrustedKind | undefined)[],
): UntrustedKind[] {
  const found = new Set<UntrustedKind | undefined>([...a, ...b])
  return untrustedKind.options.filter(kind => found.has(kind))
}
