import { createContext, createElement, Fragment, type ReactNode, useContext } from 'react'
import { useTranslation } from 'react-i18next'

/** The sources a text may cite, by number. */
export interface Citations {
  titles: ReadonlyMap<number, string>
  /** Leads to the source. */
  show(number: number): void
}

const CitationContext = createContext<Citations | null>(null)

/** Around texts whose [1] are links to sources. */
export const CitationProvider = CitationContext.Provider

// [1], [1, 2], [12]. More digits than sources can have are something else.
const marks = /(\[\d{1,3}(?:\s?[,;]\s?\d{1,3}){0,8}\])/

export const mayCite = (text: string): boolean => text.includes('[') && marks.test(text)

function Mark({ number, citations }: { number: number; citations: Citations }) {
  const { t } = useTranslation()
  const title = citations.titles.get(number) ?? ''
  return (
    <button
      type="button"
      className="markdown-citation"
      title={title}
      aria-label={t('markdown.citation', { number, title })}
      onClick={() => citations.show(number)}
    >
      {number}
    </button>
  )
}

/** Words in which the numbers of known sources lead to them; whatever else stands in brackets stays as it is written. */
export function CitedText({ text }: { text: string }) {
  const citations = useContext(CitationContext)
  if (citations === null) return text
  const piece = (part: string, index: number): ReactNode => {
    if (index % 2 === 0) return part
    const numbers = (part.match(/\d+/g) ?? []).map(Number)
    if (!numbers.every(number => citations.titles.has(number))) return part
    const mark = (number: number) => <Mark number={number} citations={citations} />
    return createElement(Fragment, null, ...numbers.map(mark))
  }
  return createElement(Fragment, null, ...text.split(marks).map(piece))
}
