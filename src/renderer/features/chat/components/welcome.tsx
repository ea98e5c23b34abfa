import { formatRoute } from '../../../navigation'
import { cn } from '../../../ui'
import { useNodes } from '../chat-context'
import { nodesHint } from '../nodes-hint'
import { column, columnGutter } from './column'

/** From what the smallest machine answers at once to what wants the largest. */
const examples: readonly string[] = [
  'What is the difference between weather and climate?',
  'Make this friendlier: “Send me the report today.”',
  'Explain how a hash map handles collisions, with a short example in Python.',
  'Design a booking system that never sells a seat twice. Compare optimistic and pessimistic locking, and argue for one.',
]

function NodesHint() {
  const nodes = useNodes()
  const hint = nodes === null ? null : nodesHint(nodes)
  if (hint === null) return null
  return (
    <p className="mt-3 text-muted text-sm">
      {hint.text}{' '}
      <a
        href={formatRoute(hint.route)}
        className="focus-ring rounded-xs text-accent underline underline-offset-3"
      >
        {hint.link}
      </a>
    </p>
  )
}

/** The new chat before its first question. */
export function Welcome({ onChoose }: { onChoose(text: string): void }) {
  return (
    <div className={cn(columnGutter, 'flex min-h-0 flex-1 flex-col overflow-y-auto')}>
      <div className={cn(column, 'my-auto py-8')}>
        <h1 className="font-semibold text-xl tracking-tight">What would you like to know?</h1>
        <p className="mt-1 text-muted text-sm">
          Small questions stay on small machines; hard ones go to the big one.
        </p>
        <NodesHint />
        <ul className="mt-6 grid gap-2 sm:grid-cols-2">
          {examples.map(text => (
            <li key={text}>
              <button
                type="button"
                onClick={() => onChoose(text)}
                className="focus-ring eased flex h-full w-full items-start rounded-lg border border-line bg-surface px-3.5 py-3 text-left text-sm hover:border-line-strong hover:bg-hover"
              >
                {text}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
