/** What a person typed, as the file is to have it. */

const numeral = /^[+-]?\d+(?:[.,]\d+)?$/

/**
 * A number where a number was typed, with point or comma; else the text itself, so that the file says what the person said
 * (`${var:port}` is right, `abc` is a problem that the field and the line then show). Null: the field was emptied.
 */
export function typedNumber(text: string): number | string | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  return numeral.test(trimmed) ? Number(trimmed.replace(',', '.')) : trimmed
}

/** A time of day as the file has it, from what people write: `7`, `7:30`, `0730` and `10 pm`. What is none stays as it is. */
export function typedTime(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const match = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm|uhr)?$/i.exec(trimmed)
  if (match === null) return trimmed
  const half = match[3]?.toLowerCase()
  const hour = (Number(match[1]) % (half === 'am' || half === 'pm' ? 12 : 100)) + (half === 'pm' ? 12 : 0)
  const minute = Number(match[2] ?? 0)
  if (hour > 23 || minute > 59) return trimmed
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** Null: the field was emptied. `keepsEmpty`: an empty text says something of its own there. */
export function typedText(text: string, keepsEmpty = false): string | null {
  return text.trim() === '' && !keepsEmpty ? null : text
}

/** A value of the file in a field of one line. Lists and groups are none: empty. */
export function shownText(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** A default, for people: `none` for what there is not. */
export function defaultText(value: unknown, words: { none: string; yes: string; no: string }): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (Array.isArray(value)) return value.length === 0 ? words.none : value.map(shownText).join(', ')
  const text = shownText(value)
  return text === '' ? words.none : text
}
