import type { HarombeClient } from '../../../../shared/contract'

/** Pictures that a browser draws without running anything in them. */
const drawable = /^image\/(?:png|jpeg|gif|webp)$/

export type AttachmentContent = { kind: 'image'; blob: Blob } | { kind: 'text'; text: string; isCut: boolean }

/** More is laid out for nobody. */
const mostCharacters = 1_000_000

function bytesOf(data: string): Uint8Array<ArrayBuffer> {
  const binary = atob(data)
  return Uint8Array.from(binary, character => character.charCodeAt(0))
}

/** An image as it was given, or the text that was read from a file. */
export async function readAttachment(
  client: HarombeClient,
  id: string,
  signal: AbortSignal,
): Promise<AttachmentContent> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  let text = ''
  let mediaType = ''
  for await (const item of client.stream('memory.readAttachment', { id }, { signal })) {
    mediaType = item.mediaType
    if (drawable.test(mediaType)) parts.push(bytesOf(item.data))
    else text += item.data
    if (text.length > mostCharacters)
      return { kind: 'text', text: text.slice(0, mostCharacters), isCut: true }
  }
  return drawable.test(mediaType)
    ? { kind: 'image', blob: new Blob(parts, { type: mediaType }) }
    : { kind: 'text', text, isCut: false }
}
