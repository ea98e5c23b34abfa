/** What a conversation is called until its first message names it. */
export const untitled = 'New chat'

const maximumLength = 60
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
const markup = /^[#>*\-\s`~]+|[`*]+/g

/** The first words of a message, on one line, at most 60 characters, without markup or invisible characters. */
export function titleFrom(text: string): string {
  const line = text
    .slice(0, 4000)
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .filter(candidate => !/^\s*(```|~~~)/.test(candidate))
    .map(candidate =>
      candidate.replaceAll(markup, '').replaceAll(/\s+/g, ' ').replaceAll(invisible, '').trim(),
    )
    .find(candidate => /[\p{L}\p{N}\p{S}\p{P}]/u.test(candidate))
  if (line === undefined) return untitled
  const characters = Array.from(line.toWellFormed().normalize('NFC'))
  if (characters.length <= maximumLength) return characters.join('')
  const cut = characters.slice(0, maximumLength - 1).join('')
  const lastSpace = cut.lastIndexOf(' ')
  return `${lastSpace > maximumLength / 2 ? cut.slice(0, lastSpace) : cut}…`.replace(/[\s,.;:]+…$/, '…')
}
