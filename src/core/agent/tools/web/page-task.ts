import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { createMarkdownWriter } from './markdown-writer'
import { plainTextOf } from './plain-text'

export interface PageInput {
  html: string
  /** Where it came from, for its links. */
  url: string
}

export interface PageResult {
  title: string
  /** Markdown without images, raw HTML and links that are none of the web. */
  markdown: string
}

/** A page of more elements is read as bare text. */
const mostElements = 40_000
const longestTitle = 200
/** Shorter than this, what was taken for the article is hardly the page. */
const shortestArticle = 200

const oneLine = (text: string): string =>
  text.replace(/\s+/g, ' ').trim().slice(0, longestTitle).toWellFormed()

const wrap = (html: string) => parseHTML(`<!doctype html><html><body>${html}</body></html>`).document

function articleOf(html: string): { title: string; content: string } | null {
  const { document } = parseHTML(html)
  const article = new Readability(document, { maxElemsToParse: mostElements, disableJSONLD: true }).parse()
  if (article === null || (article.length ?? 0) < shortestArticle) return null
  return { title: article.title ?? '', content: article.content ?? '' }
}

/**
 * A page as text a model reads. It never fails: what cannot be taken apart is read as bare words. May take for ever or run out of
 * memory on hostile pages, so it runs on a thread that is ended then.
 */
export async function readPage({ html, url }: PageInput): Promise<PageResult> {
  try {
    const { document } = parseHTML(html)
    const pageTitle = oneLine(document.querySelector('title')?.textContent ?? '')
    const toMarkdown = createMarkdownWriter(url)
    const article = articleOf(html)
    if (article !== null) {
      const { body } = wrap(article.content)
      return { title: oneLine(article.title) || pageTitle, markdown: toMarkdown(body) }
    }
    for (const element of document.querySelectorAll(
      'script,style,noscript,template,svg,iframe,nav,footer,form',
    ))
      element.remove()
    return {
      title: pageTitle,
      markdown: toMarkdown(document.body ?? document.documentElement) || plainTextOf(html),
    }
  } catch {
    return { title: '', markdown: plainTextOf(html) }
  }
}
