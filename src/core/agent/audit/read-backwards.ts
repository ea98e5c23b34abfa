import type { FileHandle } from 'node:fs/promises'

const blockBytes = 64 * 1024
/** Longer than any line that is written; what is longer is no line of ours. */
const maxLineBytes = 256 * 1024

const lineFeed = 0x0a

/**
 * Lines of a file from its last to its first, as they stood when it was opened; the empty ones and a last one without its end,
 * which a process that was killed left behind, are left out.
 */
export async function* readBackwards(file: FileHandle): AsyncGenerator<string, void> {
  const { size } = await file.stat()
  let position = size
  // What comes before `position` and belongs to the line that begins there.
  let rest = Buffer.alloc(0)
  let isAtEnd = true
  while (position > 0) {
    const length = Math.min(blockBytes, position)
    const block = Buffer.alloc(length)
    const { bytesRead } = await file.read(block, 0, length, position - length)
    position -= length
    let end = bytesRead
    for (
      let feed = block.lastIndexOf(lineFeed, end - 1);
      feed !== -1;
      feed = block.lastIndexOf(lineFeed, end - 1)
    ) {
      const line = Buffer.concat([block.subarray(feed + 1, end), rest])
      if (!isAtEnd && line.length > 0) yield line.toString('utf8')
      isAtEnd = false
      rest = Buffer.alloc(0)
      end = feed
      if (end === 0) break
    }
    rest = Buffer.concat([block.subarray(0, end), rest])
    if (rest.length > maxLineBytes) rest = Buffer.alloc(0)
  }
  if (!isAtEnd && rest.length > 0) yield rest.toString('utf8')
}
