import { activityContract } from './activity'
import { agentContract } from './agent'
import { chatContract } from './chat'
import { clusterContract } from './cluster'
import { configContract } from './config'
import type { Client, Handlers, InputOf, ItemOf, OutputOf, StreamPath } from './define'
import { desktopContract } from './desktop'
import { memoryContract } from './memory'
import { modelsContract } from './models'
import { preferencesContract } from './preferences'
import { routingContract } from './routing'
import { systemContract } from './system'

/** Everything a window, a browser tab or the CLI can ask of the coordinator. */
export const contract = {
  activity: activityContract,
  agent: agentContract,
  chat: chatContract,
  cluster: clusterContract,
  config: configContract,
  desktop: desktopContract,
  memory: memoryContract,
  models: modelsContract,
  preferences: preferencesContract,
  routing: routingContract,
  system: systemContract,
}

export type HarombeContract = typeof contract
export type HarombeClient = Client<HarombeContract>
export type HarombeHandlers = Handlers<HarombeContract>
export type HarombeStreamPath = StreamPath<HarombeContract>
export type HarombeInput<P extends string> = InputOf<HarombeContract, P>
export type HarombeOutput<P extends string> = OutputOf<HarombeContract, P>
export type HarombeItem<P extends string> = ItemOf<HarombeContract, P>
