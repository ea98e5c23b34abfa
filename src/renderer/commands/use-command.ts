import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { usePreferences } from '../mirrors'
import { navigate, placeOf } from '../navigation'
import { type CommandId, commandOf } from './commands'
import { ariaKeys, keyLine } from './key-words'
import { createKeymap, type Keymap } from './keymap'
import { isMac, keyHost } from './platform'
import { createCommandRegistry } from './registry'

/** The commands of this window and who runs them. */
export const commandRegistry = createCommandRegistry(
  id => {
    const { page } = commandOf(id)
    if (page !== undefined) navigate(placeOf(page))
  },
  () => performance.now(),
)

/**
 * Says what a command does while this component is shown. The last one to come has it; `run` returns false to leave it (and its key) to
 * others. `when` says whether it can be done now: the palette lists what can.
 */
export function useCommand(
  id: CommandId,
  run: () => unknown,
  { when, enabled = true }: { when?: () => boolean; enabled?: boolean } = {},
): void {
  const latest = useRef({ run, when })
  latest.current = { run, when }
  useEffect(() => {
    if (!enabled) return
    return commandRegistry.register(id, {
      run: () => latest.current.run(),
      when: () => latest.current.when?.() ?? true,
    })
  }, [id, enabled])
}

const noChanges = {}

/** The keys in force here. */
export function useKeymap(): Keymap {
  const shortcuts = usePreferences()?.shortcuts ?? noChanges
  return useMemo(() => createKeymap(shortcuts, keyHost()), [shortcuts])
}

/** Of one command: its keys in a line for a tooltip, and for `aria-keyshortcuts`; undefined when it has none. */
export function useCommandKeys(id: CommandId): { line: string | undefined; aria: string | undefined } {
  const { t } = useTranslation()
  const chords = useKeymap().get(id) ?? []
  const mac = isMac()
  const [first] = chords
  return {
    line: first === undefined ? undefined : keyLine(first, mac, t),
    aria: first === undefined ? undefined : chords.map(chord => ariaKeys(chord, mac)).join(' '),
  }
}

/** Commands that somebody can run now; asked again whenever one comes or goes. */
export function useRegisteredCommands(): ReadonlySet<CommandId> {
  const registered = useStore(commandRegistry.store, state => state.registered)
  return useMemo(
    () => new Set([...registered].flatMap(([id, list]) => (list.length > 0 ? [id] : []))),
    [registered],
  )
}
