import { z } from 'zod'

/** A key or a chord: `Mod+Shift+F`, `Alt+Digit2`. `Mod` is ⌘ on a Mac and Ctrl elsewhere; the rest is `KeyboardEvent.code` or a printable key. */
const chord = z.string().min(1).max(40)

/** Several times as many as there are commands: each window and browser is sent all of them at every change. */
const mostShortcuts = 500

/**
 * What a person likes, the same in every window and browser of this coordinator, in the tray and in its menus. Kept in
 * `preferences.json` of the data directory; nothing in it changes what the cluster does.
 */
export const preferences = z.object({
  /** system: what the window's own system or browser asks for, as far as there is a catalogue for it. */
  language: z.enum(['system', 'en', 'de']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Commands whose keys were changed; null: none. What is not listed has its default keys. */
  shortcuts: z
    .record(z.string().max(64), chord.nullable())
    .refine(shortcuts => Object.keys(shortcuts).length <= mostShortcuts, 'too many shortcuts')
    .default({}),
  /** Only while no window is in front. */
  notifications: z
    .object({
      answers: z.boolean().default(true),
      nodes: z.boolean().default(true),
      approvals: z.boolean().default(true),
      updates: z.boolean().default(true),
    })
    .prefault({}),
  /** Opens the small window from anywhere; null: never. An Electron accelerator. */
  quickAskKeys: z.string().min(1).max(60).nullable().default('CommandOrControl+Shift+Space'),
  /** Whether somebody was asked to start harombe with the computer; the answer itself is kept by the system. */
  openAtLoginAsked: z.boolean().default(false),
})
export type Preferences = z.infer<typeof preferences>

export const defaultPreferences: Preferences = preferences.parse({})
