import type { z } from 'zod'
import type { HarombeClient, HarombeContract } from '../../shared/contract'
import type { agentContract } from '../../shared/contract/agent'
import type { CallDefinition, Client, InputOf, ItemOf, StreamPath } from '../../shared/contract/define'
import type { memoryContract } from '../../shared/contract/memory'
import type { Conversation, ConversationSettings } from '../../shared/entities'
import { type FollowOptions, followStream } from './follow-stream'

type WideContract = Omit<HarombeContract, 'chat'> & {
  chat: HarombeContract['chat'] & {
    updateConversation: CallDefinition<
      z.ZodType<
        unknown,
        {
          id: string
          pinned?: boolean | undefined
          folderId?: string | null | undefined
          settings?: Partial<ConversationSettings> | undefined
        }
      >,
      z.ZodType<Conversation>
    >
  }
  agent: typeof agentContract
  memory: typeof memoryContract
}

/** Knows tools and memory too; a coordinator that does not have them answers such a call with an error. */
export type WideClient = Client<WideContract>

export const wide = (client: HarombeClient): WideClient => client as unknown as WideClient

type FollowWide = <P extends StreamPath<WideContract>>(
  client: HarombeClient,
  path: P,
  makeInput: () => InputOf<WideContract, P>,
  onItem: (item: ItemOf<WideContract, P>) => void,
  signal: AbortSignal,
  options?: FollowOptions,
) => Promise<void>

export const followWide = followStream as unknown as FollowWide
