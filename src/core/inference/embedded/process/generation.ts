import type { EngineReply } from '../messages'
import type { Llama, LlamaModule } from './llama-types'
import type { LoadedChat } from './loaded-models'

/** What one answer is made with. */
export interface Generation {
  module: LlamaModule
  llama: Llama
  loaded: LoadedChat
  emit(reply: EngineReply): void
  signal: AbortSignal
}

export type Finished = Extract<EngineReply, { type: 'finished' }>
