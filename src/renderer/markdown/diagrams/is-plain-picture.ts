const forbiddenElement =
  /^(?:script|iframe|object|embed|image|img|video|audio|link|meta|base|form|input|button|animate\w*|set|a)$/i
const forbiddenAttribute = /^(?:on.*|src|formaction|target|ping|action)$/i
const outside = /javascript:|@import|\burl\(\s*(?!["']?#|&quot;#)/i
const tag = /<\/?([A-Za-z][\w:.-]*)((?:\s+[^\s=<>"']+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*)\s*\/?>/g
const attribute = /\s([^\s=<>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

function isPlainAttribute(name: string, value: string): boolean {
  if (forbiddenAttribute.test(name) || outside.test(value)) return false
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
    if (/[<>]/.test(text) || (isStyle && outside.test(text)) || forbiddenElement.test(element)) return false
    for (const [, name = '', double, single] of attributes.matchAll(attribute)) {
      if (!isPlainAttribute(name, double ?? single ?? '')) return false
    }
    isStyle = element.toLowerCase() === 'style' && !whole.startsWith('</')
    end = match.index + whole.length
  }
  return end === svg.length
}
