import { z } from 'zod'
import { discoveryChanges, nodeChanges, nodeSchema } from '../config/schema'
import {
  backendKind,
  clusterUpdate,
  discoveryState,
  networkFinding,
  nodeHistoryUpdate,
  nodeName,
  nodeView,
  routeDecision,
  tier,
} from '../entities'
import { errorShape } from '../errors'
import { call, stream } from './define'
import { explainRouteInput } from './what-if'

export const nodeTestResult = z.object({
  reachable: z.boolean(),
  backend: backendKind.nullable(),
  models: z.array(z.string()),
  version: z.string().nullable(),
  latencyMs: z.number().nonnegative().nullable(),
  simulated: z.boolean(),
  error: errorShape.nullable(),
})
export type NodeTestResult = z.infer<typeof nodeTestResult>

/** A model server that answers on this machine and could become a node at once. */
export const localBackend = z.object({
  name: z.string(),
  url: z.string(),
  backend: backendKind,
  models: z.array(z.string()),
  suggestedTier: tier,
})
export type LocalBackend = z.infer<typeof localBackend>

export const clusterContract = {
  /** A snapshot, then patches. */
  watchCluster: stream('read', z.object({}), clusterUpdate),
  /** Checks a node that need not be in the file; never throws for a node that is away. */
  testNode: call('admin', nodeSchema, nodeTestResult),
  /** Writes it into harombe.yaml, comments kept, and starts using it. */
  addNode: call('admin', nodeSchema, nodeView),
  /** Changes the named fields of a node in harombe.yaml. */
  updateNode: call('admin', z.object({ name: nodeName, changes: nodeChanges }), nodeView),
  removeNode: call('admin', z.object({ name: nodeName }), z.null()),
  setNodeEnabled: call('admin', z.object({ name: nodeName, enabled: z.boolean() }), nodeView),
  /**
   * Takes a node out for now, or back in: it finishes what it answers and gets nothing new. Not written into the file, so
   * it ends with a restart. @throws NOT_FOUND
   */
  setNodeDraining: call('admin', z.object({ name: nodeName, draining: z.boolean() }), nodeView),
  /**
   * Sends what wakes a sleeping machine to the networks of this one; `sentTo` are their broadcast addresses. Whether it woke,
   * the checks tell. @throws NOT_FOUND, BAD_REQUEST without its `wake.mac`, NODE_UNREACHABLE
   */
  wakeNode: call('admin', z.object({ name: nodeName }), z.object({ sentTo: z.array(z.string()) })),
  /** The last minutes of a node, then what comes, every few seconds. Ends when it is removed or renamed. @throws NOT_FOUND */
  watchHistory: stream('read', z.object({ node: nodeName }), nodeHistoryUpdate),
  /** Checks one node (or all) now instead of at the next interval. */
  checkNow: call('read', z.object({ name: nodeName.optional() }), z.array(nodeView)),
  /**
   * Where a text or a conversation would go, without sending it; how long a line there is and what nodes still hold of it is
   * left out of account. Where nobody could answer, `reason` says what the error would be. @throws NOT_FOUND for an unknown
   * node in `without`
   */
  explainRoute: call('read', explainRouteInput, routeDecision),
  /**
   * Turns other programs and machines away for now, or lets them ask again; what they already ask goes on, and so do the
   * user's own windows. Not written into the file, so it ends with a restart.
   */
  setServing: call('admin', z.object({ serving: z.boolean() }), z.null()),
  /** Three simulated nodes, labelled as such, kept in memory only. */
  startDemo: call('admin', z.object({}), z.array(nodeView)),
  stopDemo: call('admin', z.object({}), z.null()),
  /** Simulated nodes only: stop answering, or come back. For trying out failover. */
  setDemoNodeRunning: call('admin', z.object({ name: nodeName, running: z.boolean() }), z.null()),
  /** Other harombes on the network: now, and after every change. */
  watchDiscovery: stream('read', z.object({}), discoveryState),
  /** Writes into harombe.yaml whether others are looked for, comments kept; in force when it returns. */
  setDiscovery: call('admin', discoveryChanges, z.null()),
  /** Looks at listener, interfaces, multicast, firewall and nodes; takes a few seconds. */
  diagnoseNetwork: call('read', z.object({}), z.array(networkFinding)),
  findLocalBackends: call('read', z.object({}), z.array(localBackend)),
}
