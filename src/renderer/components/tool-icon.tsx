import {
  Blocks,
  Calculator,
  FilePen,
  FileSearch,
  FileX,
  Globe,
  type LucideIcon,
  SquareTerminal,
} from 'lucide-react'
import type { ToolRisk } from '../../shared/entities'

const icons: Readonly<Record<ToolRisk, LucideIcon>> = {
  none: Calculator,
  read: FileSearch,
  write: FilePen,
  delete: FileX,
  shell: SquareTerminal,
  network: Globe,
  mcp: Blocks,
}

/** What a tool may do at worst, as a picture; the words stand beside it. */
export function ToolIcon({ risk, className }: { risk: ToolRisk; className?: string }) {
  const Icon = icons[risk]
  return <Icon aria-hidden="true" className={className} />
}
