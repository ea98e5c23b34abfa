import { createElement, Fragment } from 'react'
import { cutPieces } from '../../../../markdown'

/** Pieces out of sight are not laid out: a book opens at once. */
const pieceLength = 8_000

const piece = (text: string) =>
  createElement(
    'pre',
    {
      className:
        'whitespace-pre-wrap font-mono text-xs leading-relaxed [overflow-wrap:anywhere] [content-visibility:auto] [contain-intrinsic-block-size:auto_60rem]',
    },
    text,
  )

/** The text of a file as it is. */
export function FileText({ text }: { text: string }) {
  return createElement(Fragment, null, ...cutPieces(text, pieceLength).map(piece))
}
