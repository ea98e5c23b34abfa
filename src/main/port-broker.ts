import type { MessagePortMain, WebContents, WebFrameMain } from 'electron'
import type { Channel } from '../shared/rpc/channel'
import { createMessagePortChannel } from '../shared/rpc/message-port-channel'
import type { CoordinatorLink } from './coordinator'
import type { Log } from './log'
import { originOf, type Page } from './page'

export interface PortBrokerOptions {
  page: Page
  createPorts(): { port1: MessagePortMain; port2: MessagePortMain }
  link(): Promise<CoordinatorLink>
  log: Log
}

/** Contents whose page may ask for a port. */
export type PortContents = Pick<WebContents, 'ipc' | 'mainFrame' | 'on' | 'isDestroyed'>

/** Only the page itself, in the window's own frame, is answered: no frame inside it, no other document, no dead one. */
function isOwnFrame(frame: WebFrameMain, mainFrame: WebFrameMain, page: Page): boolean {
  return frame === mainFrame && frame.origin === page.origin && originOf(frame.url) === page.origin
}

function channelOf(port: MessagePortMain): Channel {
  return createMessagePortChannel(port, {
    onMessage: listener => port.on('message', event => listener(event.data)),
    onClose: listener => port.on('close', listener),
  })
}

/**
 * Hands a window's page its channel to the coordinator. One live channel a window: asking again closes the one before, as
 * do a navigation and the end of the page, since a port has no sure sign that its other side is gone.
 */
export function createPortBroker({ page, createPorts, link, log }: PortBrokerOptions) {
  return {
    attach(contents: PortContents): void {
      let channel: Channel | null = null
      /** Counts up whenever an earlier request has lost its right to an answer. */
      let turn = 0
      const drop = () => {
        turn += 1
        channel?.close()
        channel = null
      }

      async function answer(frame: WebFrameMain): Promise<void> {
        drop()
        const mine = turn
        const coordinator = await link()
        if (mine !== turn || contents.isDestroyed()) return
        const { port1, port2 } = createPorts()
        channel = channelOf(port1)
        coordinator.serve(channel)
        frame.postMessage('harombe:port', null, [port2])
      }

      contents.ipc.on('harombe:request-port', event => {
        const frame = event.senderFrame
        if (frame === null || !isOwnFrame(frame, contents.mainFrame, page)) {
          log.warn({ url: frame?.url ?? 'gone' }, 'a port was refused')
          return
        }
        answer(frame).catch(error => {
          drop()
          log.warn({ err: error }, 'no port could be handed out')
        })
      })
      contents.on('did-start-navigation', details => {
        if (details.isMainFrame && !details.isSameDocument) drop()
      })
      contents.on('render-process-gone', drop)
      contents.on('destroyed', drop)
    },
  }
}
