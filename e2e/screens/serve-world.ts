import type { Page } from '@playwright/test'
import type { World } from './world'

interface Frame {
  t: 'call' | 'open' | 'credit' | 'cancel'
  id: number
  path?: string
  input?: unknown
}

const isRefusal = (value: unknown) =>
  typeof value === 'object' && value !== null && 'code' in value && 'retryable' in value

/**
 * Answers everything the page asks its coordinator from a world that stands still. What the world does not know is refused, as an
 * older coordinator would. Before the page is loaded.
 */
export async function serveWorld(page: Page, current: () => World): Promise<void> {
  await page.routeWebSocket(/\/rpc$/, socket => {
    socket.onMessage(text => {
      const { t, id, path = '', input }: Frame = JSON.parse(String(text))
      const send = (frame: object) => socket.send(JSON.stringify(frame))
      const refuse = (error: unknown) => send({ t: 'error', id, error })
      const unknown = { code: 'NOT_FOUND', message: `Nothing is known of ${path}.`, retryable: false }
      // Typed where a world is made; here a path is only a name.
      const { calls, streams } = current() as {
        calls: Record<string, ((input: unknown) => unknown) | undefined>
        streams: Record<string, ((input: unknown) => readonly unknown[]) | undefined>
      }
      if (t === 'call') {
        const answer = calls[path]
        if (answer === undefined) return refuse(unknown)
        const value = answer(input)
        if (isRefusal(value)) return refuse(value)
        send({ t: 'result', id, value })
      } else if (t === 'open') {
        const items = streams[path]
        if (items === undefined) return refuse(unknown)
        for (const value of items(input)) send({ t: 'item', id, value })
      }
    })
  })
}
