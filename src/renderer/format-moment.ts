/** A point in time on the calendar and the clock of the reader; milliseconds since the epoch. `language` as in `i18n.language`. */
export function formatMoment(timestamp: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(timestamp)
}
