import type { DiscoveredNode, DiscoveryState, NodeView } from '../../../shared/entities'
import { isSameServer } from '../../same-server'
import type { NodeDraft } from './node-draft'

/** Found ones that could still be added. */
export function offeredNodes(
  { nodes }: DiscoveryState,
  known: readonly Pick<NodeView, 'url' | 'origin'>[],
): DiscoveredNode[] {
  return nodes.filter(
    found =>
      found.knownAs === null &&
      !known.some(node => node.origin !== 'discovered' && isSameServer(node.url, found.url)),
  )
}

/**
 * The form, filled from what somebody on the network said. The name is only a proposal: it is taken where it is one that a
 * node may have, and left empty otherwise, so that the user writes their own.
 */
export function draftOfDiscovered({ name, url, tier }: DiscoveredNode): Partial<NodeDraft> {
  return {
    name: /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name) ? name : '',
    address: url,
    // No token, model or backend of the last one that was picked may go along.
    backend: '',
    model: '',
    token: '',
    ...(tier === null ? {} : { tier }),
  }
}

/** What must be known of one before it is trusted; each sentence ends with the name of a node of the cluster. */
export function warningsOf({ name, looksLike, movedFrom }: DiscoveredNode): { text: string; name: string }[] {
  return [
    ...(looksLike === undefined
      ? []
      : [
          {
            text: looksLike === name ? 'Has the name of your node' : 'Looks like your node',
            name: looksLike,
          },
        ]),
    ...(movedFrom === undefined ? [] : [{ text: 'Seems to be your node, moved:', name: movedFrom }]),
  ]
}

/** Why nobody is offered, and what can be done about it; null while there is nothing to explain. */
export function discoveryNote(
  state: DiscoveryState,
  offered: number,
): { text: string; tone: 'muted' | 'warn' } | null {
  switch (state.state) {
    case 'off':
      return {
        tone: 'muted',
        text: 'harombe does not look for others on the network. If it does, it asks by multicast (mDNS), and announces this machine where others can reach it. Written to harombe.yaml.',
      }
    case 'failed':
      return {
        tone: 'warn',
        text: `The network cannot be searched${state.problem === null ? '' : `: ${state.problem.replace(/\.$/, '')}`}. It is tried again; an address still works.`,
      }
    case 'running':
      return offered > 0
        ? null
        : {
            tone: 'muted',
            text: 'No other harombe was found on the network yet. It must run there with method: mdns and listen beyond its own machine.',
          }
  }
}
