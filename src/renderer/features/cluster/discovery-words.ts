import type { DiscoveredNode, DiscoveryState, NodeView } from '../../../shared/entities'
import { spoken } from '../../../shared/texts/spoken'
import type { Translate } from '../../../shared/texts/translator'
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

export interface DiscoveryWarning {
  kind: 'sameName' | 'looksLike' | 'moved'
  /** Of the node of the cluster it is about. */
  name: string
}

/** What must be known of one before it is trusted. */
export function warningsOf({ name, looksLike, movedFrom }: DiscoveredNode): DiscoveryWarning[] {
  return [
    ...(looksLike === undefined
      ? []
      : [{ kind: looksLike === name ? 'sameName' : 'looksLike', name: looksLike } as const]),
    ...(movedFrom === undefined ? [] : [{ kind: 'moved', name: movedFrom } as const]),
  ]
}

/** Why nobody is offered, and what can be done about it; null while there is nothing to explain. */
export function discoveryNote(
  state: DiscoveryState,
  offered: number,
  t: Translate,
): { text: string; tone: 'muted' | 'warn' } | null {
  switch (state.state) {
    case 'off':
      return { tone: 'muted', text: t('cluster.setup.found.off') }
    case 'failed': {
      if (state.problem === null) return { tone: 'warn', text: t('cluster.setup.found.failed') }
      const problem = spoken(state.problem, t).replace(/\.$/, '')
      return { tone: 'warn', text: t('cluster.setup.found.failedBecause', { problem }) }
    }
    case 'running':
      return offered > 0 ? null : { tone: 'muted', text: t('cluster.setup.found.nobody') }
  }
}
