import { type Source, type UntrustedKind, untrustedKind } from '../../../shared/entities'

/** What of an answer's sources others wrote, or may have: what is cited is in the context. */
const ofSource: Record<Source['kind'], UntrustedKind | null> = {
  web: 'web',
  attachment: 'attachment',
  message: 'memory',
  fact: null,
}

/** Where what is in a conversation came from; the memory's stores are the implementation. */
export interface ContentOrigins {
  hasAttachments: boolean
  nodes: ReadonlySet<string>
  sources: ReadonlySet<Source['kind']>
  untrusted: ReadonlySet<UntrustedKind>
  /** Imported, or saved from elsewhere: nothing in it tells for certain who wrote it. */
  isBroughtIn: boolean
}

/**
 * What untrusted content is in a conversation, in one order; empty: none. Give it the origins of all messages of all branches: a summary
 * or a search may bring back what the shown branch has left, and a branch is changed with one click. `isPeerNode`: whether that node is
 * another harombe.
 */
export function taintOf(
  { hasAttachments, nodes, sources, untrusted, isBroughtIn }: ContentOrigins,
  isPeerNode: (node: string) => boolean,
): UntrustedKind[] {
  const found = new Set<UntrustedKind | null>(untrusted)
  if (isBroughtIn) found.add('file')
  if (hasAttachments) found.add('attachment')
  if ([...nodes].some(isPeerNode)) found.add('peer')
  for (const kind of sources) found.add(ofSource[kind])
  return untrustedKind.options.filter(kind => found.has(kind))
}

/**
 * Whether that node is another harombe. One that is not known any more may have been: whoever wrote something must not make it
 * trusted by leaving.
 */
export const mayBePeer = (nodes: readonly { name: string; backend: string }[], node: string): boolean =>
  (nodes.find(({ name }) => name === node)?.backend ?? 'harombe') === 'harombe'

/** Both together, each kind once, in the same order. */
export function joinTaint(
  a: readonly UntrustedKind[],
  b: readonly (UntrustedKind | undefined)[],
): UntrustedKind[] {
  const found = new Set<UntrustedKind | undefined>([...a, ...b])
  return untrustedKind.options.filter(kind => found.has(kind))
}
