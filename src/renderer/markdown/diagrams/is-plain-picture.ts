const forbiddenElement =
  /^(?:script|iframe|object|embed|image|img|video|audio|link|meta|base|form|input|button|animate\w*|set|a)$/i
/** A prefix may stand for any namespace, also for that of scripts and links: only those of a serialiser are taken. */
const forbiddenAttribute =
  /^(?:on.*|src|formaction|target|ping|action|(?!xmlns:|xlink:href$|xml:(?:space|lang)$).*:.*)$/i
const outside = /javascript:|@import|\burl\(\s*(?!["']?#|&quot;#)|image-set\(/i
/** Escapes of CSS and references to characters would hide it; a serialiser writes none but those of white space. */
const hidden = /\\[\da-f]|&#(?!(?:x?A|x?D|x?9|10|13);)/i
/** Attributes that are neither links nor style: what a model wrote may stand in them as it is. */
const inert = /^(?:data-.*|aria-.*|id|class|title)$/i
const tag = /<\/?([A-Za-z][\w:.-]*)((?:\s+[^\s=<>"']+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*)\s*\/?>/g
const attribute = /\s([^\s=<>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

const leadsOutside = (style: string) => outside.test(style) || hidden.test(style)
const isPlainElement = (name: string) => !name.includes(':') && !forbiddenElement.test(name)

function isPlainAttribute(name: string, value: string): boolean {
  if (forbiddenAttribute.test(name) || outside.test(value)) return false
  if (!inert.test(name) && hidden.test(value)) return false
  return !/^(?:xlink:)?href$/i.test(name) || value.startsWith('#')
}

/**
 * Whether a picture refers to nothing and runs nothing. The frame has cleaned it; this is for a frame that was taken over, and
 * for the reader who opens the picture by itself. Reads what a serialiser writes and nothing else: a `<` or `>` that is no
 * tag, a comment, an entity of its own or an instruction is refused.
 */
export function isPlainPicture(svg: string): boolean {
  if (!/^<svg\s/.test(svg)) return false
  let end = 0
  let isStyle = false
  for (const match of svg.matchAll(tag)) {
    const [whole, element = '', attributes = ''] = match
    const text = svg.slice(end, match.index)
    if (/[<>]/.test(text) || (isStyle && leadsOutside(text)) || !isPlainElement(element)) return false
    for (const [, name = '', double, single] of attributes.matchAll(attribute)) {
      if (!isPlainAttribute(name, double ?? single ?? '')) return false
    }
    isStyle = element.toLowerCase() === 'style' && !whole.startsWith('</')
    end = match.index + whole.length
  }
  return end === svg.length
}
