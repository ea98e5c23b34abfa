import type { Style } from '../text/style'
import { type Block, createBlockReader } from './block-reader'
import { codeLine, renderMarkdown } from './render-blocks'

export interface MarkdownStream {
  write(text: string): void
  /** Shows what is left, also where it is not complete. */
  end(): void
  /** Forgets what was not shown yet. */
  drop(): void
  /** Something was shown since the beginning. */
  readonly hasShown: boolean
  /** The line that is being written and is not shown yet. */
  tail(): string
}

interface MarkdownStreamOptions {
  style: Style
  /** Of the terminal, asked for with every block: it may be resized. */
  columns(): number
  /** One line or more, each with its end. Never taken back. */
  print(text: string): void
}

/** Prints Markdown as it is written, each block once it is complete: nothing that was printed is touched again. */
export function createMarkdownStream({ style, columns, print }: MarkdownStreamOptions): MarkdownStream {
  const reader = createBlockReader()
  let previous: Block['kind'] | null = null
  let hasShown = false

  function linesOf(block: Block): string[] {
    // The last column stays free: some terminals go to the next line already when it is written.
    const page = { style, columns: Math.max(20, columns() - 1) }
    switch (block.kind) {
      case 'codeStart':
        return block.language === '' ? [] : [style.dim(block.language)]
      case 'codeLine':
        return [codeLine(block.text, page)]
      case 'codeEnd':
        return []
      case 'text':
      case 'item':
        return renderMarkdown(block.source, page)
    }
  }

  function show(blocks: readonly Block[]): void {
    let text = ''
    for (const block of blocks) {
      const lines = linesOf(block)
      const isApart =
        block.kind === 'codeStart' || block.kind === 'text' || (block.kind === 'item' && previous !== 'item')
      if (isApart && previous !== null && (lines.length > 0 || block.kind === 'codeStart')) text += '\n'
      for (const line of lines) text += `${line.trim() === '' ? '' : line}\n`
      previous = block.kind
    }
    if (text === '') return
    hasShown = true
    print(text)
  }

  return {
    write: text => show(reader.write(text)),
    end() {
      show(reader.end())
      previous = null
    },
    drop() {
      reader.drop()
      previous = null
    },
    get hasShown() {
      return hasShown
    },
    tail: reader.tail,
  }
}
