import { memo } from 'react'
import { cutPieces, revealOverrides } from './characters'
import { inOrder } from './inline-content'
import { limits } from './limits'

const Piece = memo(function Piece({ text }: { text: string }) {
  return <p className="markdown-plain">{revealOverrides(text)}</p>
})

/** Text as it is, in a typeface and in pieces that cost little however it is written. */
export function PlainText({ text }: { text: string }) {
  return inOrder(cutPieces(text, limits.plainPiece), piece => <Piece text={piece} />)
}
