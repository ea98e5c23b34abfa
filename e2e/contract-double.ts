import type { Page } from '@playwright/test'
import type { HarombeItem, HarombeOutput } from '../src/shared/contract'

/** What the coordinator would answer, for what a test machine has not: such as other machines on its network. */
export interface ContractDouble {
  'cluster.watchDiscovery'?: HarombeItem<'cluster.watchDiscovery'>
  'cluster.diagnoseNetwork'?: HarombeOutput<'cluster.diagnoseNetwork'>
  'desktop.watchDesktop'?: HarombeItem<'desktop.watchDesktop'>
  'system.getInfo'?: HarombeOutput<'system.getInfo'>
}

interface Frame {
  t: string
  id: number
  path?: keyof ContractDouble
}

/** Answers the named procedures in the coordinator's place; everything else reaches it. Before the page is loaded anew. */
export async function standIn(page: Page, double: ContractDouble): Promise<void> {
  await page.routeWebSocket(/\/rpc$/, socket => {
    const coordinator = socket.connectToServer()
    socket.onMessage(text => {
      const { t, id, path }: Frame = JSON.parse(String(text))
      const value = path === undefined ? undefined : double[path]
      if (value === undefined) coordinator.send(text)
      else socket.send(JSON.stringify({ t: t === 'open' ? 'item' : 'result', id, value }))
    })
  })
  await page.reload()
}
