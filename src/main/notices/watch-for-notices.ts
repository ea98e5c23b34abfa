import type { Clock } from '../../shared/clock'
import type { HarombeClient, HarombeItem } from '../../shared/contract'
import type { UpdateState } from '../../shared/contract/desktop'
import type { Translate } from '../../shared/texts/translator'
import type { CoordinatorHost, HostState } from '../coordinator-host'
import { follow } from '../follow'
import type { Log } from '../log'
import { noConvergenceFate, settleConvergence } from './convergence-fates'
import { noFates, settleFates } from './node-fates'
import {
  answerNotice,
  applyNotice,
  approvalNotice,
  driftNotice,
  type Notice,
  nodeNotices,
  updateNotice,
} from './notices'

export interface NoticeSources {
  host: Pick<CoordinatorHost, 'subscribe' | 'onLink'>
  show(notice: Notice): void
  /** Then nothing is looked up that would not be shown. */
  isInFront(): boolean
  t: Translate
  clock: Pick<Clock, 'monotonic' | 'after'>
  log: Log
}

/** Tells of nodes that went or came back for good. */
function watchNodes({ show, t, clock }: NoticeSources): (view: HostState['view']) => void {
  let fates = noFates
  let last: HostState['view'] = null
  let cancel = () => {}
  const look = () => {
    cancel()
    if (last === null) return
    const settled = settleFates(fates, last.nodes, clock.monotonic())
    fates = settled.fates
    for (const notice of nodeNotices(settled.lost, settled.back, t)) show(notice)
    if (settled.nextAt !== null) cancel = clock.after(settled.nextAt - clock.monotonic(), look)
  }
  return view => {
    // Without a coordinator nothing is known of any node, and what was is old by the time it is back.
    if (view === null) fates = noFates
    last = view
    look()
  }
}

/** Tells of drift that stays, and of the end of an apply that took long. */
function watchConvergence({ show, t, clock }: NoticeSources): (view: HostState['view']) => void {
  let fate = noConvergenceFate
  let last: HostState['view'] = null
  let cancel = () => {}
  const look = () => {
    cancel()
    if (last === null) return
    const news = settleConvergence(fate, last.convergence, clock.monotonic())
    fate = news.fate
    const drift = driftNotice(news.drift, last.convergence, t)
    if (drift !== null) show(drift)
    if (news.applied !== null) show(applyNotice(news.applied, t))
    if (news.nextAt !== null) cancel = clock.after(news.nextAt - clock.monotonic(), look)
  }
  return view => {
    if (view === null) fate = noConvergenceFate
    last = view
    look()
  }
}

function watchApprovals({ show, t }: NoticeSources): (approvals: HostState['approvals']) => void {
  let known: ReadonlySet<string> = new Set()
  return approvals => {
    for (const request of approvals) if (!known.has(request.id)) show(approvalNotice(request, t))
    known = new Set(approvals.map(({ id }) => id))
  }
}

type Change = HarombeItem<'chat.watchConversations'>

async function tellOfAnswer(
  { show, isInFront, t }: NoticeSources,
  client: Pick<HarombeClient, 'call'>,
  { conversationId, endedAnswerId }: Change,
): Promise<void> {
  if (endedAnswerId === undefined || isInFront()) return
  const { conversation, messages } = await client.call('chat.getConversation', { id: conversationId })
  const answer = messages.find(({ id }) => id === endedAnswerId)
  const notice = answer === undefined ? null : answerNotice(answer, conversation, t)
  if (notice !== null) show(notice)
}

/** Follows everything a notice may come of, for as long as the app runs. Returns what is to be told of updates. */
export function watchForNotices(sources: NoticeSources): (update: UpdateState) => void {
  const { host, show, t, log } = sources
  const onNodes = watchNodes(sources)
  const onConvergence = watchConvergence(sources)
  const onApprovals = watchApprovals(sources)
  let seen: HostState['view'] = null
  host.subscribe(({ view, approvals }) => {
    if (view !== seen) {
      onNodes(view)
      onConvergence(view)
    }
    seen = view
    onApprovals(approvals)
  })
  host.onLink(({ client }, signal) => {
    const changes = (signal: AbortSignal) => client.stream('chat.watchConversations', {}, { signal })
    const tell = (change: Change) => {
      tellOfAnswer(sources, client, change).catch(err => log.warn({ err }, 'could not tell of an answer'))
    }
    void follow(changes, tell, signal)
  })
  let told = ''
  return update => {
    const notice = updateNotice(update, t)
    if (notice === null || notice.title === told) return
    told = notice.title
    show(notice)
  }
}
