import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'

/** MessagePortMain over a real port: wraps values in an event, delivers nothing before `start`. */
export class MessagePortMainDouble extends EventEmitter {
  readonly port: MessagePort

  constructor(port: MessagePort) {
    super()
    this.port = port
    port.on('close', () => this.emit('close'))
  }

  start(): void {
    this.port.on('message', data => this.emit('message', { data, ports: [] }))
  }

  postMessage(message: unknown): void {
    this.port.postMessage(message)
  }

  close(): void {
    this.port.close()
  }
}

export class MessageChannelMainDouble {
  readonly port1: MessagePortMainDouble
  readonly port2: MessagePortMainDouble

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new MessagePortMainDouble(port1)
    this.port2 = new MessagePortMainDouble(port2)
  }
}
