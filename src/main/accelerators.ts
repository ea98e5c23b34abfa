import type { Preferences } from '../shared/entities'

/** `KeyN` and `Digit2` are places on the keyboard; menus take what stands on the key. */
const keyName = (key: string) => key.replace(/^(?:Key|Digit)(?=.$)/, '')

/** A chord of the page (`Mod+Shift+F`) as Electron writes it. */
export const acceleratorOf = (chord: string): string =>
  chord
    .split('+')
    .map(part => (part === 'Mod' ? 'CommandOrControl' : keyName(part)))
    .join('+')

/**
 * The keys a menu shows for a command of the page: its own unless the user gave it others, or none. Two places that disagree on
 * the keys would do two things at one press.
 */
export function menuKeys(
  command: string,
  usual: string,
  shortcuts: Preferences['shortcuts'],
): string | undefined {
  const chosen = Object.hasOwn(shortcuts, command) ? shortcuts[command] : usual
  return chosen == null ? undefined : acceleratorOf(chosen)
}

type Modifier = 'meta' | 'control' | 'shift' | 'alt'

/** The press of a chord, for the page to take as if it were typed. */
export function pressOf(
  chord: string,
  platform: NodeJS.Platform,
): { keyCode: string; modifiers: Modifier[] } {
  const parts = chord.split('+')
  const modifiers: Record<string, Modifier> = {
    Mod: platform === 'darwin' ? 'meta' : 'control',
    Ctrl: 'control',
    Shift: 'shift',
    Alt: 'alt',
  }
  return {
    keyCode: keyName(parts.at(-1) ?? ''),
    modifiers: parts.slice(0, -1).flatMap(part => modifiers[part] ?? []),
  }
}
