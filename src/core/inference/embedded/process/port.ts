/** The engine process's end of the line to the coordinator, whichever host started it. */
export interface EnginePort {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** The coordinator is gone. */
  onClose(listener: () => void): void
}

/** What Electron gives a utility process; under plain Node there is none. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value
}

/** @throws Error when nobody is at the other end */
export function openEnginePort(owner: NodeJS.Process): EnginePort {
  const parentPort: unknown = 'parentPort' in owner ? owner.parentPort : undefined
  if (isParentPort(parentPort)) {
    return {
      post: message => parentPort.postMessage(message),
      onMessage: listener => parentPort.on('message', ({ data }) => listener(data)),
      onClose: listener => parentPort.on('close', listener),
    }
  }
  if (owner.send === undefined) throw new Error('The engine process is started by harombe, not by hand.')
  return {
    // A coordinator that is gone is noticed by its disconnection.
    post: message => void owner.send?.(message, undefined, undefined, () => undefined),
    onMessage: listener => owner.on('message', listener),
    onClose: listener => owner.on('disconnect', listener),
  }
}
