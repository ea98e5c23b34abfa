import { z } from 'zod'

/** 0 fast, 1 balanced, 2 powerful: the user's own judgement of a machine, never derived by us. */
export const tier = z.union([z.literal(0), z.literal(1), z.literal(2)], { error: 'Write 0, 1 or 2.' })
export type Tier = z.infer<typeof tier>

export const tierChoice = z.union([z.literal('auto'), tier], { error: 'Write auto, 0, 1 or 2.' })
export type TierChoice = z.infer<typeof tierChoice>

const hostileCharacters = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** A name people type and other machines show: NFC, 1–63 characters, no control or bidi characters, no slashes. */
export const nodeName = z
  .string()
  .trim()
  .min(1, 'Give the node a name.')
  .max(63, 'A node name has at most 63 characters.')
  .transform(name => name.normalize('NFC'))
  .refine(name => !hostileCharacters.test(name), 'A node name has no control or invisible characters.')
  .refine(name => !/[/\\]/.test(name), 'A node name has no slash.')

/** What people call a chat: NFC, 1–200 characters, without control characters and such as turn the direction of a line. */
export const conversationTitle = z
  .string()
  .transform(title =>
    title
      .normalize('NFC')
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
      .trim(),
  )
  .pipe(z.string().min(1, 'Give the chat a title.').max(200, 'A title has at most 200 characters.'))

/** Model names as backends use them; no path traversal, no backslash. */
export const modelName = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$/, 'A model name has letters, digits and . _ : / @ + - only.')
  .refine(name => !name.includes('..'), 'A model name must not contain "..".')

export const identifier = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

/** Milliseconds since the epoch; for display and storage only, never for durations. */
export const timestamp = z.number().int().nonnegative()
