import type { RunEvent } from '../../agent/run/types'

/** What the last thought of a run says: the answer, when the run is over. */
export function createSpokenText() {
  let content = ''
  let reasoning = ''
  const clear = () => {
    content = ''
    reasoning = ''
  }
  return {
    take(event: RunEvent): void {
      if (event.type === 'text') content += event.text
      else if (event.type === 'reasoning') reasoning += event.text
      else if (event.type === 'step') clear()
      else if (event.type === 'failedOver') {
        const { stage, mode } = event.failover
        if (stage !== 'mid_answer' || mode !== 'continue') clear()
      }
    },
    said: () => ({ content, ...(reasoning === '' ? {} : { reasoning }) }),
  }
}
