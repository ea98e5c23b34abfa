import { useTranslation } from 'react-i18next'
import type { NodeView } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { useClusterState } from '../../../mirrors'
import { StatusDot } from '../../../ui'
import { useNow } from '../../../use-now'
import { nodeConditions } from '../node-conditions'

/** What holds a node back and where it differs from the file, below its state. Draws nothing for one that simply works. */
export function ConditionLines({ node }: { node: NodeView }) {
  const isHeldBack = node.breakers.length > 0 || node.slowStart < 1 || node.status === 'draining'
  return (
    <>
      {/* Apart, so that only nodes with something to count down have a clock. */}
      {isHeldBack ? <Counting node={node} /> : null}
      <DriftLines node={node.name} />
    </>
  )
}

function DriftLines({ node }: { node: string }) {
  const { t } = useTranslation()
  const drift = useClusterState(({ view }) => view?.convergence.drift)
  const own = drift?.filter(each => each.node === node) ?? []
  if (own.length === 0) return null
  return (
    <ul className="flex flex-col gap-1">
      {own.map(({ message }) => (
        <li key={message}>
          <StatusDot
            shape="warn"
            label={spoken(message, t)}
            className="items-baseline whitespace-normal text-xs [overflow-wrap:anywhere]"
          />
        </li>
      ))}
    </ul>
  )
}

function Counting({ node }: { node: NodeView }) {
  const now = useNow()
  const { t } = useTranslation()
  const conditions = nodeConditions(node, now, t)
  if (conditions.length === 0) return null
  return (
    <ul className="flex flex-col gap-1">
      {conditions.map(({ key, shape, text }) => (
        <li key={key}>
          <StatusDot shape={shape} label={text} className="items-baseline whitespace-normal text-xs" />
        </li>
      ))}
    </ul>
  )
}
