import { withoutControls } from '../output'
import { breakMark } from './message-assembler'

/** Longer ones stand in the line as a name, which can be edited around and deleted as one would expect. */
const mostShown = 400

/** Of a long message that comes back from the history. */
const mostBeginning = 40

function sizeOf(text: string): string {
  const count = text.replace(/\n$/, '').split('\n').length
  return count === 1 ? `${text.length} characters` : `${count} lines`
}

/** Pasted texts of several lines, so that each is one message with whatever is typed around it. */
export function createPastedTexts() {
  const texts = new Map<string, string>()
  return {
    /** What stands in the line for it. */
    hold(pasted: string): string {
      const text = withoutControls(pasted.replaceAll('\r\n', '\n').replaceAll('\r', '\n'))
      if (!text.includes('\n') && text.length <= mostShown) return text.replaceAll('\t', '  ')
      if (text.length <= mostShown) return text.replaceAll('\t', '  ').replaceAll('\n', breakMark)
      const name = `[pasted ${texts.size + 1}: ${sizeOf(text)}]`
      texts.set(name, text)
      return name
    },
    /** What stands in the line for a message that was sent before. */
    recall(message: string): string {
      if (message.length <= mostShown) return message.replaceAll('\n', breakMark)
      const beginning = message.slice(0, mostBeginning).replaceAll(/\s+/g, ' ').trim()
      const name = `[${beginning}… ${sizeOf(message)}]`
      texts.set(name, message)
      return name
    },
    /** A message with the texts in the place of their names. */
    expand(message: string): string {
      let text = message
      for (const [name, pasted] of texts) text = text.replace(name, () => pasted)
      return text
    },
  }
}
