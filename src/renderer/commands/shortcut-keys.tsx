import { useTranslation } from 'react-i18next'
import { cn } from '../ui'
import { Kbd } from '../ui/kbd'
import type { Chord } from './chord'
import type { CommandId } from './commands'
import { keyCaps } from './key-words'
import { isMac } from './platform'
import { useKeymap } from './use-command'

/** A chord as keys. `mac` draws those of the other kind of keyboard too. */
export function ChordKeys({ chord, mac, className }: { chord: Chord; mac?: boolean; className?: string }) {
  const { t } = useTranslation()
  return (
    <span className={cn('inline-flex shrink-0 gap-0.5', className)}>
      {keyCaps(chord, mac ?? isMac(), t).map(cap => (
        <Kbd key={cap}>{cap}</Kbd>
      ))}
    </span>
  )
}

/** The keys of a command, as they are now; nothing when it has none. */
export function ShortcutKeys({ id, className }: { id: CommandId; className?: string }) {
  const chord = useKeymap().get(id)?.[0]
  return chord === undefined ? null : (
    <ChordKeys chord={chord} {...(className === undefined ? {} : { className })} />
  )
}
