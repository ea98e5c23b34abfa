import { createElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Block, ListItem } from './ast'
import { revealHidden } from './characters'
import { CodeBlock } from './code-block'
import { isDiagram, LazyDiagram } from './diagrams/lazy-diagram'
import { inlines, inOrder } from './inline-content'
import { MarkdownTable } from './markdown-table'
import { Formula } from './math/formula'
import { PlainText } from './plain-text'

function Task({ checked, children }: { checked: boolean; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <li dir="auto" className="markdown-task">
      <input
        type="checkbox"
        checked={checked}
        disabled
        aria-label={t(checked ? 'markdown.task.done' : 'markdown.task.open')}
      />
      <div className="markdown-task-body">{children}</div>
    </li>
  )
}

function renderItem({ checked, blocks: content }: ListItem): ReactNode {
  return checked === null ? (
    <li dir="auto">{blocks(content)}</li>
  ) : (
    <Task checked={checked}>{blocks(content)}</Task>
  )
}

/** The page has h1, each message h2; the outline inside a message starts at h3 whatever level the model began with. */
function headingElement(level: number, base: number): string {
  return `h${Math.min(6, 3 + Math.max(0, level - (base === 0 ? 2 : base)))}`
}

function renderBlock(block: Block, headingBase: number): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return <p dir="auto">{inlines(block.children)}</p>
    case 'heading':
      return createElement(
        headingElement(block.level, headingBase),
        { dir: 'auto', 'data-level': block.level },
        inlines(block.children),
      )
    case 'code':
      return isDiagram(block.language) && !block.open ? (
        <LazyDiagram source={block.text} />
      ) : (
        <CodeBlock text={block.text} language={block.language} open={block.open} />
      )
    case 'math':
      return block.open ? (
        <p className="math-open">
          <code className="math-source">{revealHidden(block.source)}</code>
        </p>
      ) : (
        <Formula tex={block.tex} source={block.source} display />
      )
    case 'quote':
      return <blockquote dir="auto">{blocks(block.blocks)}</blockquote>
    case 'list':
      return block.ordered ? (
        <ol start={block.start}>{inOrder(block.items, renderItem)}</ol>
      ) : (
        <ul>{inOrder(block.items, renderItem)}</ul>
      )
    case 'table':
      return <MarkdownTable table={block} />
    case 'rule':
      return <hr />
    case 'plain':
      return <PlainText text={block.text} />
  }
}

export function blocks(items: readonly Block[], headingBase = 0): ReactNode {
  return inOrder(items, block => renderBlock(block, headingBase))
}
