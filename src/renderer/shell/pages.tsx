import { Activity, Boxes, Brain, FileCog, MessageSquare, Network, Settings2, Wrench } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Page } from '../navigation'

export type RailPage = Exclude<Page, 'quick'>

export interface PageEntry {
  page: RailPage
  icon: ReactNode
}

/** In the order of the rail; on a phone the first four, the others under "More". */
export const pages: readonly PageEntry[] = [
  { page: 'chat', icon: <MessageSquare /> },
  { page: 'cluster', icon: <Network /> },
  { page: 'models', icon: <Boxes /> },
  { page: 'activity', icon: <Activity /> },
  { page: 'memory', icon: <Brain /> },
  { page: 'tools', icon: <Wrench /> },
  { page: 'config', icon: <FileCog /> },
  { page: 'settings', icon: <Settings2 /> },
]

export const pagesOnPhones = 4
