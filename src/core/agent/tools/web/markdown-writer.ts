import TurndownService from 'turndown'

/** Where a link of a page leads; null for what is no address of the web. */
function resolveLink(href: string | null, base: string): string | null {
  const url = href === null ? null : URL.parse(href, base)
  if (url === null || !['http:', 'https:', 'mailto:'].includes(url.protocol)) return null
  return url.href.length > 500 ? null : url.href
}

const attribute = (node: TurndownService.Node, name: string): string | null =>
  'getAttribute' in node && typeof node.getAttribute === 'function' ? node.getAttribute(name) : null

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/**
 * Writes an element as Markdown. Links are made whole and kept only where they lead to the web; images leave their descriptions.
 * @param base address of the page
 */
export function createMarkdownWriter(base: string): (element: TurndownService.Node) => string {
  const service = new TurndownService({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
  })
  service.remove(['script', 'style', 'noscript', 'iframe', 'object', 'embed'])
  service.addRule('links', {
    filter: 'a',
    replacement(content, node) {
      const href = resolveLink(attribute(node, 'href'), base)
      const text = oneLine(content)
      if (text === '') return ''
      return href === null || href === base ? text : `[${text}](${href.replace(/[()]/g, encodeURIComponent)})`
    },
  })
  service.addRule('images', {
    filter: 'img',
    replacement: (_content, node) => oneLine(attribute(node, 'alt') ?? '').slice(0, 200),
  })
  service.addRule('cells', {
    filter: ['td', 'th'],
    replacement: content => ` ${oneLine(content).replaceAll('|', '\\|')} |`,
  })
  service.addRule('rows', { filter: 'tr', replacement: content => `| ${content.trim()}\n` })
  service.addRule('tables', { filter: 'table', replacement: content => `\n\n${content.trim()}\n\n` })
  service.addRule('tableParts', { filter: ['tbody', 'thead', 'tfoot'], replacement: content => content })
  return element =>
    service
      .turndown(element)
      .replace(/[ \t]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
}
