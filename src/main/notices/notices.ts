import type { UpdateState } from '../../shared/contract/desktop'
import type { ApprovalRequest, Convergence, Conversation, Message, Preferences } from '../../shared/entities'
import { convergenceText } from '../../shared/entities/convergence-words'
import { toolTitle } from '../../shared/entities/tool-words'
import type { PageRoute } from '../../shared/page-route'
import { spoken } from '../../shared/texts/spoken'
import type { Translate } from '../../shared/texts/translator'

/** Something worth a word while no window is in front. Plain text: what a model wrote is in none of it. */
export interface Notice {
  /** One of the same id replaces the one before, where the system can. */
  id: string
  kind: keyof Preferences['notifications']
  title: string
  body: string
  /** Where a click on it leads. */
  route: PageRoute
}

const maxNames = 5

const clusterRoute = (node: string | null): PageRoute => ({ page: 'cluster', node })

function nodesNotice(names: readonly string[], what: 'nodeLost' | 'nodeBack', t: Translate): Notice | null {
  const [name] = names
  if (name === undefined) return null
  const several = what === 'nodeLost' ? 'nodesLost' : 'nodesBack'
  const [title, body] =
    names.length === 1
      ? [t(`desktop.notice.${what}`, { node: name }), t(`desktop.notice.${what}Body`)]
      : [
          t(`desktop.notice.${several}`, { count: names.length }),
          t(`desktop.notice.${several}Body`, {
            names: [...names.slice(0, maxNames), ...(names.length > maxNames ? ['…'] : [])].join(', '),
          }),
        ]
  return { id: what, kind: 'nodes', title, body, route: clusterRoute(names.length === 1 ? name : null) }
}

/** Of nodes that went and came back, together in one each. */
export const nodeNotices = (lost: readonly string[], back: readonly string[], t: Translate): Notice[] =>
  [nodesNotice(lost, 'nodeLost', t), nodesNotice(back, 'nodeBack', t)].filter(notice => notice !== null)

/** Null for an answer the user ended, or that goes on after a restart. */
export function answerNotice(
  { state }: Pick<Message, 'state'>,
  { id, title }: Pick<Conversation, 'id' | 'title'>,
  t: Translate,
): Notice | null {
  if (state !== 'complete' && state !== 'failed') return null
  return {
    id: `answer-${id}`,
    kind: 'answers',
    title: t(state === 'complete' ? 'desktop.notice.answered' : 'desktop.notice.answerFailed'),
    body: title,
    route: { page: 'chat', conversationId: id },
  }
}

/** By the tool's name: a title may be the words of an MCP server, and what it would do is not for a lock screen. */
export const approvalNotice = (
  { id, tool, conversationId }: Pick<ApprovalRequest, 'id' | 'tool' | 'conversationId'>,
  t: Translate,
): Notice => ({
  id: `approval-${id}`,
  kind: 'approvals',
  title: t('desktop.notice.approval'),
  body: toolTitle(tool, t),
  route: { page: 'chat', conversationId },
})

const planRoute: PageRoute = { page: 'config', panel: 'plan' }

/** Of drift that stayed; the first of it in words. */
export function driftNotice(
  messages: readonly string[],
  convergence: Convergence,
  t: Translate,
): Notice | null {
  const [message] = messages
  if (message === undefined) return null
  const title = convergence.state === 'drifted' ? convergenceText(convergence, t) : t('desktop.notice.drift')
  return { id: 'drift', kind: 'nodes', title, body: spoken(message, t), route: planRoute }
}

/** Of an apply that took long. */
export const applyNotice = (outcome: 'done' | 'failed', t: Translate): Notice => {
  const [title, body] =
    outcome === 'done'
      ? [t('desktop.notice.applied'), t('desktop.notice.appliedBody')]
      : [t('desktop.notice.notApplied'), t('desktop.notice.notAppliedBody')]
  return { id: 'apply', kind: 'nodes', title, body, route: planRoute }
}

export function updateNotice(update: UpdateState, t: Translate): Notice | null {
  if (update.state !== 'ready') return null
  return {
    id: 'update',
    kind: 'updates',
    title: t('desktop.notice.update', { version: update.version }),
    body: t('desktop.notice.updateBody'),
    route: { page: 'settings', section: 'desktop' },
  }
}
