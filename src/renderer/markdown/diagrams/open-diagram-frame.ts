import { diagramFramePath } from '../../../shared/content-security-policy'
import type { OpenDiagramFrame } from './diagram-drawer'

/**
 * A frame with an origin of its own (`allow-same-origin` is not given): whatever a diagram makes Mermaid do happens there,
 * under a policy that loads nothing.
 */
export const openDiagramFrame: OpenDiagramFrame = onMessage => {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts')
  frame.setAttribute('aria-hidden', 'true')
  frame.title = 'Mermaid'
  frame.tabIndex = -1
  frame.className = 'diagram-frame'
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = event => onMessage(event.data)
  frame.addEventListener(
    'load',
    // No origin can be named for a frame that has none; the page's policy keeps other sites out of it.
    () => frame.contentWindow?.postMessage(null, '*', [port2]),
    { once: true },
  )
  frame.src = diagramFramePath
  document.body.append(frame)
  return {
    post: request => port1.postMessage(request),
    close() {
      port1.close()
      frame.remove()
    },
  }
}
