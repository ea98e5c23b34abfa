import type { ChatMessage, InputImage } from '../../inference/protocol'
import type { ImageReader } from '../input-images'

/** The parts of a message, by whatever names chat completions and responses call them. */
export type ContentPart = { text: string } | { refusal: string } | { image_url: string }

/**
 * The text of all parts and the images among them. `param` names the content in errors.
 * @throws HarombeError BAD_REQUEST for an image that cannot be taken
 */
export function readParts(
  parts: readonly ContentPart[],
  images: ImageReader,
  param: string,
): Pick<ChatMessage, 'content' | 'images'> {
  const texts: string[] = []
  const seen: InputImage[] = []
  for (const [index, part] of parts.entries()) {
    if ('image_url' in part) seen.push(images.fromUrl(part.image_url, `${param}[${index}].image_url`))
    else texts.push('refusal' in part ? part.refusal : part.text)
  }
  return { content: texts.join('\n'), ...(seen.length === 0 ? {} : { images: seen }) }
}
