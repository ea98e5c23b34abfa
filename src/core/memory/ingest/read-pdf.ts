import { ingestLimits, type ParsedFile, tooMuchText, type Unreadable } from './types'

type PdfDocument = Awaited<ReturnType<typeof import('unpdf')['getDocumentProxy']>>
type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>

/** One piece of text of a page as PDF.js tells it. */
interface TextItem {
  str: string
  hasEOL: boolean
  transform: unknown[]
  height: number
}

const isTextItem = (item: object): item is TextItem => 'str' in item && typeof item.str === 'string'

/** PDF.js says which lines end, but not which paragraphs do: a gap larger than a line and a half is one. */
function joinItems(items: readonly object[]): string {
  let text = ''
  let lastY: number | null = null
  for (const item of items) {
    if (!isTextItem(item)) continue
    const y = Number(item.transform[5])
    const isGap = lastY !== null && item.height > 0 && Math.abs(lastY - y) > item.height * 1.8
    if (isGap && text !== '' && !text.endsWith('\n\n')) text += text.endsWith('\n') ? '\n' : '\n\n'
    text += item.str
    if (item.hasEOL && !text.endsWith('\n')) text += '\n'
    if (item.str !== '') lastY = y
  }
  return text
}

/** A form feed is what ends a page here, so none may be in one. */
const cleaned = (text: string) =>
  text
    .replaceAll(/[\f\v]/g, ' ')
    .replaceAll(/[\0-\u0008\u000e-\u001f]/g, '')
    .replaceAll(/[^\S\n]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
    .toWellFormed()

async function textOf(page: PdfPage): Promise<string> {
  const { items } = await page.getTextContent()
  return cleaned(joinItems(items))
}

const problemOf = (error: unknown): Unreadable => {
  const name = error instanceof Error ? error.name : ''
  if (name === 'PasswordException')
    return { problem: 'The PDF is protected with a password. Save it without one and attach that.' }
  return { problem: 'The PDF is damaged and cannot be read. Open it in another program and save it anew.' }
}

async function readPages(document: PdfDocument): Promise<ParsedFile | Unreadable> {
  const { numPages } = document
  if (numPages > ingestLimits.pdfPages)
    return { problem: `The PDF has ${numPages} pages; up to ${ingestLimits.pdfPages} are read. Split it.` }
  const pages: string[] = []
  let characters = 0
  for (let number = 1; number <= numPages; number++) {
    const page = await document.getPage(number)
    const text = await textOf(page)
    page.cleanup()
    characters += text.length
    if (characters > ingestLimits.characters) return tooMuchText
    pages.push(text)
  }
  if (characters === 0)
    return {
      problem:
        'There is no text in this PDF: its pages are pictures, as from a scanner. Run text recognition on it, or attach the pages as images.',
    }
  return { kind: 'pdf', mediaType: 'application/pdf', text: pages.join('\f'), pages: numPages }
}

/** The text of a PDF, its pages parted by form feeds. */
export async function readPdf(bytes: Uint8Array): Promise<ParsedFile | Unreadable> {
  const { getDocumentProxy } = await import('unpdf')
  try {
    const document = await getDocumentProxy(new Uint8Array(bytes), {
      // Its errors are no lines on our output.
      stopAtErrors: false,
      verbosity: 0,
      useSystemFonts: false,
      useWasm: false,
    })
    try {
      return await readPages(document)
    } finally {
      await document.loadingTask.destroy()
    }
  } catch (error) {
    return problemOf(error)
  }
}
