import { countText } from '../../../../shared/sizes'

/** Bytes of output that are kept: the beginning and the end. */
const maxBytes = 1024 ** 2
const headBytes = maxBytes / 2
const tailBytes = maxBytes - headBytes

export interface OutputCapture {
  add(chunk: Buffer): void
  /** Of all that came. */
  bytes(): number
  /** UTF-8; what is none shows as U+FFFD. */
  text(): string
}

/** At most 1 MiB of what a command prints, however much that is. */
export function createOutputCapture(): OutputCapture {
  const head: Buffer[] = []
  let tail: Buffer[] = []
  let headLength = 0
  let tailLength = 0
  let total = 0
  return {
    add(chunk) {
      total += chunk.length
      const first = chunk.subarray(0, headBytes - headLength)
      if (first.length > 0) head.push(first)
      headLength += first.length
      const rest = chunk.subarray(first.length)
      if (rest.length === 0) return
      tail.push(rest)
      tailLength += rest.length
      // Put together only now and then: it is copied as a whole.
      if (tailLength > 2 * tailBytes) {
        const end = Buffer.concat(tail).subarray(-tailBytes)
        tail = [end]
        tailLength = end.length
      }
    },
    bytes: () => total,
    text() {
      const end = Buffer.concat(tail).subarray(-tailBytes)
      const omitted = total - headLength - end.length
      const gap = omitted > 0 ? [Buffer.from(`\n[${countText(omitted)} bytes are left out here]\n`)] : []
      return Buffer.concat([...head, ...gap, end]).toString('utf8')
    },
  }
}
