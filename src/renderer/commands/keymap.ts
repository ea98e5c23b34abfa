import { type Chord, chordText, isSameChord, isTyped, parseChord } from './chord'
import { type CommandDefinition, type CommandId, commandOf, commands } from './commands'
import { isPressOf, type KeyPress } from './key-press'
import { type KeyHost, type KeyOwner, ownerOf } from './reserved-keys'

/** Changed keys, as the preferences have them: a chord, or null for none. */
export type Shortcuts = Readonly<Record<string, string | null>>

/** The chords of every command on this host, the one to show first; a command without keys has none. */
export type Keymap = ReadonlyMap<CommandId, readonly Chord[]>

const parsed = (keys: readonly string[]): Chord[] => keys.flatMap(text => parseChord(text) ?? [])

/** What was chosen for it, and nothing besides; what cannot be read counts as not chosen. */
function keysOfCommand(command: CommandDefinition, shortcuts: Shortcuts, host: KeyHost): Chord[] {
  const chosen = shortcuts[command.id]
  if (chosen === null) return []
  const own = chosen === undefined ? null : parseChord(chosen)
  if (own !== null) return [own]
  const all = parsed(command.keys)
  const isHeard = (chord: Chord) => ownerOf(chord, host) !== 'browser'
  // An installed web app is given some of a browser's keys: they work where they come, but are promised nowhere.
  return [...all.filter(isHeard), ...all.filter(chord => !isHeard(chord))]
}

/**
 * The keys in force. A default that was given to another command is no longer this one's; of two commands that were given the same
 * keys the first has them.
 */
export function createKeymap(shortcuts: Shortcuts, host: KeyHost): Keymap {
  const isChosen = (id: string) => typeof shortcuts[id] === 'string'
  const inOrder = [
    ...commands.filter(({ id }) => isChosen(id)),
    ...commands.filter(({ id }) => !isChosen(id)),
  ]
  const taken: Chord[] = []
  const keymap = new Map<CommandId, readonly Chord[]>()
  for (const command of inOrder) {
    const keys = keysOfCommand(command, shortcuts, host).filter(
      chord => !taken.some(other => isSameChord(chord, other, host.mac)),
    )
    taken.push(...keys)
    keymap.set(command.id, keys)
  }
  return keymap
}

/** The commands a press asks for: at most one, unless keys differ only in what a layout leaves open. Nothing while a field is typed in. */
export function commandsOfPress(
  keymap: Keymap,
  press: KeyPress,
  mac: boolean,
  isTyping: boolean,
): CommandId[] {
  const found: CommandId[] = []
  for (const [id, chords] of keymap)
    if (chords.some(chord => !(isTyping && isTyped(chord)) && isPressOf(chord, press, mac))) found.push(id)
  return found
}

export type KeyProblem =
  | { kind: 'reserved'; owner: KeyOwner }
  /** Another command has these keys; choosing them takes them from it. */
  | { kind: 'taken'; by: CommandId }

/** Why a command cannot simply have these keys; null when it can. */
export function keyProblem(id: CommandId, chord: Chord, keymap: Keymap, host: KeyHost): KeyProblem | null {
  const isDefault = parsed(commandOf(id).keys).some(own => isSameChord(own, chord, host.mac))
  const owner = ownerOf(chord, host)
  if (owner !== null && !(isDefault && owner !== 'browser')) return { kind: 'reserved', owner }
  for (const [other, chords] of keymap)
    if (other !== id && chords.some(own => isSameChord(own, chord, host.mac)))
      return { kind: 'taken', by: other }
  return null
}

/** The preferences after a command got a chord, none (null), or its own again (undefined). The keys leave whoever had them. */
export function rebind(
  shortcuts: Shortcuts,
  id: CommandId,
  chord: Chord | null | undefined,
  host: KeyHost,
): Record<string, string | null> {
  const next: Record<string, string | null> = { ...shortcuts }
  if (chord === undefined) delete next[id]
  else next[id] = chord === null ? null : chordText(chord)
  if (chord === null || chord === undefined) return next
  for (const [other, text] of Object.entries(shortcuts)) {
    const theirs = text === null ? null : parseChord(text)
    if (other !== id && theirs !== null && isSameChord(theirs, chord, host.mac)) next[other] = null
  }
  return next
}
