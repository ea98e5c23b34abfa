import 'katex/dist/katex.min.css'
import { render } from 'katex'
import { limits } from '../limits'

/**
 * Draws a formula into `host`, as elements made one by one: nothing becomes markup, links and images are refused, macros and
 * sizes are bounded. False when it is no formula; `host` is empty then. Throws nothing.
 */
export function drawMath(host: HTMLElement, tex: string, display: boolean): boolean {
  if (tex.length > limits.formula) return false
  try {
    render(tex, host, {
      displayMode: display,
      output: 'htmlAndMathml',
      throwOnError: true,
      errorColor: 'currentColor',
      strict: 'ignore',
      trust: false,
      maxExpand: 500,
      maxSize: 10,
    })
    return true
  } catch {
    // Also what hostile nesting does to the stack.
    host.replaceChildren()
    return false
  }
}
