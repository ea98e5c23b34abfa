import { Download, Info, Power, PowerOff, Trash2, X } from 'lucide-react'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelsView } from '../../../../shared/entities'
import { AnchoredMenu, MenuAction, MenuLabel, MenuSeparator } from '../../../ui'
import { type CellAction, cellActions, missingAbility } from '../cell-state'
import { type CellSubject, useCellActions } from '../dialogs'
import { cellKey, runningJobs } from '../matrix'

const icons = {
  load: <Power />,
  unload: <PowerOff />,
  cancel: <X />,
  pull: <Download />,
  details: <Info />,
  remove: <Trash2 />,
} as const satisfies Record<CellAction, ReactNode>

interface OpenMenu {
  anchor: HTMLElement
  node: string
  name: string
}

export interface CellMenu {
  /** `cellKey` of the cell whose menu is open; null for none. */
  openCell: string | null
  /** Opens the menu of a cell at its button, or closes it. */
  toggle(anchor: HTMLElement, node: string, name: string): void
}

const CellMenuContext = createContext<CellMenu>({ openCell: null, toggle: () => undefined })
export const useCellMenu = () => useContext(CellMenuContext)

/** The one menu of all cells. */
export function CellMenuProvider({ view, children }: { view: ModelsView; children: ReactNode }) {
  const [open, setOpen] = useState<OpenMenu | null>(null)
  const close = useCallback(() => setOpen(null), [])
  const toggle = useCallback(
    (anchor: HTMLElement, node: string, name: string) =>
      setOpen(current => (current?.anchor === anchor ? null : { anchor, node, name })),
    [],
  )
  const openCell = open === null ? null : cellKey(open.node, open.name)
  const menu = useMemo(() => ({ openCell, toggle }), [openCell, toggle])
  const subject = open === null ? null : findSubject(view, open)
  return (
    <CellMenuContext.Provider value={menu}>
      {children}
      {open === null || subject === null ? null : (
        <AnchoredMenu key={openCell} anchor={open.anchor} onClose={close}>
          <Entries subject={subject} />
        </AnchoredMenu>
      )}
    </CellMenuContext.Provider>
  )
}

function findSubject({ nodes, models, jobs }: ModelsView, { node, name }: OpenMenu): CellSubject | null {
  const library = nodes.find(candidate => candidate.node === node)
  if (library === undefined) return null
  return {
    name,
    node: library,
    model: models.find(model => model.node === node && model.name === name) ?? null,
    job: runningJobs(jobs).get(name)?.get(node) ?? null,
  }
}

/** What can be done with a model on a node, and why the rest cannot. */
function Entries({ subject }: { subject: CellSubject }) {
  const { t } = useTranslation()
  const run = useCellActions()
  const { node, model, job } = subject
  const reason = model === null ? null : missingAbility(node, t)
  return (
    <>
      {cellActions(node, model, job).map(action => (
        <MenuAction
          key={action}
          text={t(`models.action.${action}`)}
          icon={icons[action]}
          removes={action === 'remove'}
          onSelect={() => run(action, subject)}
        />
      ))}
      {reason === null ? null : (
        <>
          <MenuSeparator />
          <MenuLabel>{reason}</MenuLabel>
        </>
      )}
    </>
  )
}
