const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

function decodeEntity(whole: string, name: string): string {
  if (!name.startsWith('#')) return named[name] ?? whole
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
}

const decodeEntities = (text: string): string =>
  text.replace(/&(#[xX][0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{2,6});/g, decodeEntity)

/** What stands between such tags is no text of the page. */
const unread = new Set(['script', 'style', 'noscript', 'template', 'svg', 'iframe', 'textarea', 'head'])
const inline = new Set(['a', 'b', 'i', 'em', 'strong', 'span', 'code', 'small', 'sub', 'sup', 'u', 'mark'])

/**
 * The bare words of a page, for one that cannot be taken apart properly. One pass from left to right: no page can make it slow.
 */
export function plainTextOf(html: string): string {
  const lower = html.toLowerCase()
  const parts: string[] = []
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open === -1) {
      parts.push(html.slice(at))
      break
    }
    parts.push(html.slice(at, open))
    const isComment = html.startsWith('<!--', open)
    const close = html.indexOf(isComment ? '-->' : '>', open)
    // What does not end takes the rest with it.
    if (close === -1) break
    at = close + (isComment ? 3 : 1)
    const tag = /^<\/?([a-z][a-z0-9]*)/.exec(lower.slice(open, open + 32))?.[1] ?? ''
    if (!inline.has(tag)) parts.push('\n')
    if (!unread.has(tag) || lower[open + 1] === '/') continue
    const end = lower.indexOf(`</${tag}`, at)
    if (end === -1) break
    at = end
  }
  return decodeEntities(parts.join(''))
    .split('\n')
    .map(line => line.replace(/\s+/g, ' ').trim())
    .filter(line => line !== '')
    .join('\n')
}
