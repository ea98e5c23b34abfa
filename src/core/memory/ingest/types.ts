import type { AttachmentKind } from '../../../shared/entities'

export const megabyte = 1024 * 1024

/** What a file may be at most. Each is our choice, far above what a question needs and far below what hurts. */
export const ingestLimits = {
  /** Bytes of an image: it goes to the node as it is. */
  imageBytes: 10 * megabyte,
  imageSide: 16_384,
  imagePixels: 50_000_000,
  /** UTF-16 units of text: about 2,500 printed pages. */
  characters: 8_000_000,
  pdfPages: 5_000,
} as const

/** What a file is, by its content. */
export interface FileKind {
  kind: AttachmentKind
  mediaType: string
}

/** Why a file cannot be read, with what to do about it: for the user. */
export interface Unreadable {
  problem: string
}

export const tooMuchText = {
  problem: `The file has more than ${ingestLimits.characters / 1_000_000} million characters of text. Split it, and attach the part that matters.`,
} as const satisfies Unreadable

/** A file taken apart. */
export interface ParsedFile extends FileKind {
  /** Null for an image. Pages of a PDF end with a form feed; lines end with `\n`. */
  text: string | null
  pages?: number | undefined
}

export const isUnreadable = <T extends object>(found: T | Unreadable): found is Unreadable =>
  'problem' in found
