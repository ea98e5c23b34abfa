import { cloneElement, Fragment, type ReactElement } from 'react'
import { splitMarks } from './split-marks'

export interface RichTextProps {
  /** From the catalogue, with marks such as `<folder>…</folder>`. */
  text: string
  /** An element for each mark, without children. */
  marks: Readonly<Record<string, ReactElement>>
}

/** A text of the catalogue of which parts look different. Unlike i18next's `Trans` it needs no HTML parser, and no name is taken for HTML. */
export function RichText({ text, marks }: RichTextProps) {
  return splitMarks(text, Object.keys(marks)).map((part, index) => {
    const element = part.mark === null ? undefined : marks[part.mark]
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other identity
      <Fragment key={index}>
        {element === undefined ? part.text : cloneElement(element, {}, part.text)}
      </Fragment>
    )
  })
}
