import { RotateCcw, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../announcer'
import { useClient } from '../client'
import { usePreferences } from '../mirrors'
import { Button, cn, IconButton, toast } from '../ui'
import type { Chord } from './chord'
import { type CommandId, commandGroups, commands } from './commands'
import { chordOf } from './key-press'
import { keyLine } from './key-words'
import { createKeymap, type KeyProblem, keyProblem, rebind, type Shortcuts } from './keymap'
import { isMac, keyHost } from './platform'
import { ChordKeys } from './shortcut-keys'

interface Listening {
  id: CommandId
  /** What was pressed and is not free; the same again takes it. */
  refused: { chord: Chord; problem: KeyProblem } | null
}

/** Every command with its keys, to be changed. For the settings; changes hold at once, in every window. */
export function RebindList() {
  const { t } = useTranslation()
  const client = useClient()
  const kept = usePreferences()?.shortcuts
  const [listening, setListening] = useState<Listening | null>(null)
  const host = keyHost()
  const shortcuts: Shortcuts = kept ?? {}
  const keymap = createKeymap(shortcuts, host)
  const nameOf = (id: CommandId) => t(`shell.command.${id}`)

  const save = (next: Record<string, string | null>) => {
    setListening(null)
    client
      .call('preferences.updatePreferences', { changes: { shortcuts: next } })
      .catch(() => toast.error(t('shell.rebind.failed')))
  }

  const take = (id: CommandId, chord: Chord) => {
    const problem = keyProblem(id, chord, keymap, host)
    const before = listening?.refused
    const isSecondTime =
      before != null &&
      before.problem.kind === 'taken' &&
      keyLine(before.chord, host.mac, t) === keyLine(chord, host.mac, t)
    if (problem !== null && !(problem.kind === 'taken' && isSecondTime)) {
      setListening({ id, refused: { chord, problem } })
      return
    }
    save(rebind(shortcuts, id, chord, host))
    announce(t('shell.rebind.changed', { command: nameOf(id), keys: keyLine(chord, host.mac, t) }))
  }

  if (kept === undefined) return <p className="text-muted text-sm">{t('shell.rebind.unavailable')}</p>
  return (
    <div className="flex flex-col gap-6">
      {commandGroups.map(group => (
        <section key={group} aria-label={t(`shell.group.${group}`)}>
          <h3 className="mb-1 font-medium text-muted text-xs">{t(`shell.group.${group}`)}</h3>
          <ul className="divide-y divide-line rounded-lg border border-line">
            {commands
              .filter(command => command.group === group)
              .map(({ id }) => (
                <CommandRow
                  key={id}
                  name={nameOf(id)}
                  chords={keymap.get(id) ?? []}
                  isChanged={id in shortcuts}
                  listening={listening?.id === id ? listening : null}
                  nameOf={nameOf}
                  onListen={isListening => setListening(isListening ? { id, refused: null } : null)}
                  onPress={chord => take(id, chord)}
                  onRemove={() => save(rebind(shortcuts, id, null, host))}
                  onReset={() => save(rebind(shortcuts, id, undefined, host))}
                />
              ))}
          </ul>
        </section>
      ))}
      {Object.keys(shortcuts).length === 0 ? null : (
        <Button className="self-start" icon={<RotateCcw />} onClick={() => save({})}>
          {t('shell.rebind.resetAll')}
        </Button>
      )}
    </div>
  )
}

interface CommandRowProps {
  name: string
  chords: readonly Chord[]
  isChanged: boolean
  listening: Listening | null
  nameOf(id: CommandId): string
  onListen(isListening: boolean): void
  onPress(chord: Chord): void
  onRemove(): void
  onReset(): void
}

function CommandRow(props: CommandRowProps) {
  const { t } = useTranslation()
  const { name, chords, listening } = props
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1 px-3 py-1.5">
      <span className="min-w-32 flex-1 text-sm">{name}</span>
      <span className="ml-auto flex items-center gap-1">
        {props.isChanged && listening === null ? (
          <IconButton size="sm" label={t('shell.rebind.reset', { command: name })} onClick={props.onReset}>
            <RotateCcw />
          </IconButton>
        ) : null}
        <KeyRecorder {...props} />
        {chords.length === 0 || listening !== null ? (
          // As wide as the button, so that the keys of all rows end at one line.
          <span className="size-7 shrink-0 pointer-coarse:size-10" />
        ) : (
          <IconButton size="sm" label={t('shell.rebind.remove', { command: name })} onClick={props.onRemove}>
            <X />
          </IconButton>
        )}
      </span>
      {listening?.refused == null ? null : (
        <p role="alert" className="w-full text-right text-danger text-xs">
          {problemText(listening.refused)}
        </p>
      )}
    </li>
  )

  function problemText({ chord, problem }: { chord: Chord; problem: KeyProblem }): string {
    const keys = keyLine(chord, isMac(), t)
    return problem.kind === 'taken'
      ? t('shell.rebind.taken', { command: props.nameOf(problem.by), keys })
      : t(`shell.rebind.owner.${problem.owner}`, { keys })
  }
}

/** Shows the keys; pressed, it listens for new ones until Escape, Tab or a click elsewhere. */
function KeyRecorder({ name, chords, listening, onListen, onPress }: CommandRowProps) {
  const { t } = useTranslation()
  const button = useRef<HTMLButtonElement>(null)
  const isListening = listening !== null
  useEffect(() => {
    if (isListening) announce(t('shell.rebind.pressing', { command: name }))
  }, [isListening, name, t])
  return (
    <button
      ref={button}
      type="button"
      data-own-escape={isListening}
      aria-label={
        isListening
          ? t('shell.rebind.pressing', { command: name })
          : t('shell.rebind.change', { command: name })
      }
      aria-pressed={isListening}
      className={cn(
        'focus-ring eased flex min-h-8 min-w-24 items-center justify-end gap-1.5 rounded-md border px-2 text-xs pointer-coarse:min-h-10',
        isListening
          ? 'border-accent bg-accent-soft text-ink'
          : 'border-transparent text-muted hover:border-line hover:bg-hover',
      )}
      onClick={() => onListen(!isListening)}
      onBlur={() => {
        if (isListening) onListen(false)
      }}
      onKeyDown={event => {
        if (!isListening || event.key === 'Tab') return
        event.preventDefault()
        event.stopPropagation()
        if (event.key === 'Escape' && !event.shiftKey) return onListen(false)
        const chord = chordOf(event.nativeEvent, isMac())
        if (chord !== null) onPress(chord)
      }}
    >
      {isListening
        ? t('shell.rebind.press')
        : chords.length === 0
          ? t('shell.rebind.none')
          : chords.map(chord => <ChordKeys key={keyLine(chord, isMac(), t)} chord={chord} />)}
    </button>
  )
}
