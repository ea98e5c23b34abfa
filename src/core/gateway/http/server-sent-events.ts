/** What every stream of server-sent events shares. */
export const eventStream = {
  contentType: 'text/event-stream; charset=utf-8',
  /** A comment: readers skip it. */
  ping: ': ping\n\n',
  notice: (text: string) => `: ${text}\n\n`,
} as const

/** One event of one line, without a name. */
export const dataEvent = (line: string): string => `data: ${line}\n\n`

/** One event with a name. Data may span lines, each with the field's name before it. */
export function namedEvent(name: string, data: string): string {
  const lines = data.split(/\r\n|\r|\n/).map(line => `data: ${line}\n`)
  return `event: ${name}\n${lines.join('')}\n`
}
