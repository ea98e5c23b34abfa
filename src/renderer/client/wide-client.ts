import type { HarombeClient, HarombeContract } from '../../shared/contract'
import type { Client, InputOf, ItemOf, StreamPath } from '../../shared/contract/define'
import type { memoryContract } from '../../shared/contract/memory'
import { type FollowOptions, followStream } from './follow-stream'

type WideContract = Omit<HarombeContract, 'memory'> & { memory: typeof memoryContract }

/** Knows all of memory; a coordinator that does not have a part of it answers such a call with an error. */
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
