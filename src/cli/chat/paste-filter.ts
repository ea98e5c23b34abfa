import { Transform } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

const pasteStart = '\u001b[200~'
const pasteEnd = '\u001b[201~'
/** What a terminal writes in one go comes in one go, or nearly: after so long an escape is a key of its own. */
const patienceMs = 40
/** More is no message; the end mark may also never come. */
const mostCharacters = 4_000_000

/** How much of the end of `text` may be the beginning of `mark`. */
function beginning(text: string, mark: string): number {
  for (let length = Math.min(text.length, mark.length - 1); length > 0; length--) {
    if (mark.startsWith(text.slice(-length))) return length
  }
  return 0
}

/**
 * Keys on their way to the line editor. What a terminal marks as pasted (bracketed paste) is handed to `pasted`, and what that
 * returns goes on in its place, so that no line break of it sends a message.
 */
export function createPasteFilter(pasted: (text: string) => string): Transform {
  const decoder = new StringDecoder('utf8')
  let held = ''
  let paste: string | null = null
  let timer: NodeJS.Timeout | undefined

  const filter = new Transform({
    transform(chunk: Buffer | string, _encoding, done) {
      clearTimeout(timer)
      read(typeof chunk === 'string' ? chunk : decoder.write(chunk))
      done()
    },
    flush(done) {
      clearTimeout(timer)
      if (paste !== null) filter.push(pasted(paste + held))
      else if (held !== '') filter.push(held)
      done()
    },
    destroy(error, done) {
      clearTimeout(timer)
      done(error)
    },
  })

  function read(text: string): void {
    let rest = held + text
    held = ''
    while (rest !== '') {
      const mark = paste === null ? pasteStart : pasteEnd
      const at = rest.indexOf(mark)
      const kept = at < 0 ? rest.length - beginning(rest, mark) : at
      const now = rest.slice(0, kept)
      if (paste !== null) paste += now
      else if (now !== '') filter.push(now)
      if (at < 0) {
        held = rest.slice(kept)
        break
      }
      rest = rest.slice(at + mark.length)
      if (paste === null) paste = ''
      else {
        filter.push(pasted(paste))
        paste = null
      }
    }
    if (paste !== null && paste.length > mostCharacters) {
      filter.push(pasted(paste))
      paste = null
    }
    if (held === '' || paste !== null) return
    timer = setTimeout(() => {
      filter.push(held)
      held = ''
    }, patienceMs)
  }

  return filter
}
