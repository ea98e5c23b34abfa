import { Copy } from 'lucide-react'
import { createElement, memo } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../copy-text'
import { DropdownMenu, IconButton, MenuItem, toast } from '../ui'
import type { Alignment, Inline } from './ast'
import { inlines, inOrder } from './inline-content'
import { type Table, toCommaSeparated, toTabSeparated } from './table-text'

/** A longer table scrolls inside itself, under its header. */
const manyRows = 24

const alignments: Readonly<Record<Exclude<Alignment, null>, string>> = {
  left: 'text-left',
  center: 'text-center',
  right: 'text-right',
}

const alignmentClass = (align: Alignment | undefined) =>
  align === null || align === undefined ? undefined : alignments[align]

function Row({ cells, align, header }: { cells: Inline[][]; align: Alignment[]; header: boolean }) {
  const tag = header ? 'th' : 'td'
  return (
    <tr>
      {inOrder(cells, (cell, column) =>
        createElement(
          tag,
          { className: alignmentClass(align[column]), ...(header ? { scope: 'col' } : {}) },
          inlines(cell),
        ),
      )}
    </tr>
  )
}

function CopyMenu({ table }: { table: Table }) {
  const { t } = useTranslation()
  const copy = (text: string) => {
    copyText(text).catch(() => toast.error(t('markdown.clipboardClosed')))
  }
  return (
    <DropdownMenu
      trigger={
        <IconButton size="sm" label={t('markdown.table.copy')} tooltip={false}>
          <Copy />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => copy(toTabSeparated(table))}>{t('markdown.table.copyTsv')}</MenuItem>
      <MenuItem onSelect={() => copy(toCommaSeparated(table))}>{t('markdown.table.copyCsv')}</MenuItem>
    </DropdownMenu>
  )
}

export const MarkdownTable = memo(function MarkdownTable({ table }: { table: Table }) {
  const { t } = useTranslation()
  return (
    <div className="markdown-table" data-long={table.rows.length > manyRows ? '' : undefined}>
      {/* Focusable, so that a wide table can be scrolled by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <figure aria-label={t('markdown.table.label')} tabIndex={0}>
        <table>
          <thead>
            <Row cells={table.header} align={table.align} header />
          </thead>
          <tbody>
            {inOrder(table.rows, row => (
              <Row cells={row} align={table.align} header={false} />
            ))}
          </tbody>
        </table>
      </figure>
      <div className="markdown-table-actions">
        <CopyMenu table={table} />
      </div>
    </div>
  )
})
