import type { Page } from '@playwright/test'
import { chatWorld, waitingApproval } from './chat-world'
import { clusterWorld, deadCluster, watchCluster } from './cluster-world'
import {
  applying,
  configWorld,
  driftedCluster,
  failedApply,
  planEmpty,
  planInvalid,
  runningApply,
} from './config-world'
import { info, pagesWorld } from './pages-world'
import { brokenFile, settingsWorld, shared } from './settings-world'
import { changed, type World } from './world'

const base: World = {
  calls: {
    ...chatWorld.calls,
    ...clusterWorld.calls,
    ...configWorld.calls,
    ...pagesWorld.calls,
    ...settingsWorld.calls,
  },
  streams: {
    ...chatWorld.streams,
    ...clusterWorld.streams,
    ...configWorld.streams,
    ...pagesWorld.streams,
    ...settingsWorld.streams,
  },
}

export interface Screen {
  name: string
  /** The hash of the page's address. */
  hash: string
  /** Of the world, so the same in every language: there once the screen is. Null: a text field or a button is enough. */
  shows: string | null
  world?: World
  /** From the page to the screen; by what a person would press. */
  reach?(page: Page): Promise<void>
}

const press = (role: 'button' | 'link' | 'menuitem', name: string | RegExp) => async (page: Page) => {
  await page.getByRole(role, { name }).first().click()
}

/** Everything there is to see, each in the state that has most to show, then the empty and the broken ones. */
export const screens: readonly Screen[] = [
  { name: 'chat', shows: 'Thanks! What is 2+2?', hash: '#/chat/c1' },
  { name: 'chat-new', shows: null, hash: '#/chat' },
  { name: 'chat-tools', shows: 'about tomatoes', hash: '#/chat/c5' },
  { name: 'chat-failed', shows: 'Here is the beginning of', hash: '#/chat/c6' },
  { name: 'chat-why', shows: 'attic-server', hash: '#/chat/c1', reach: press('button', /tokens/) },
  {
    name: 'chat-approval',
    shows: 'rm -r ./drafts',
    hash: '#/cluster',
    world: changed(base, {
      streams: {
        'agent.watchApprovals': () => [[{ ...waitingApproval, conversationId: null, messageId: null }]],
      },
    }),
    reach: press('button', 'Look at it'),
  },
  { name: 'cluster', shows: 'attic-server', hash: '#/cluster' },
  {
    name: 'cluster-node',
    shows: 'llama3.3:70b',
    hash: '#/cluster/workstation',
    reach: page => page.locator('canvas').last().waitFor(),
  },
  { name: 'cluster-add', shows: 'living-room', hash: '#/cluster', reach: press('button', 'Add a node') },
  {
    name: 'cluster-what-if',
    shows: 'attic-server',
    hash: '#/cluster',
    reach: press('button', 'Where would it go?'),
  },
  {
    name: 'cluster-empty',
    shows: null,
    hash: '#/cluster',
    world: changed(base, { streams: watchCluster(emptyCluster()) }),
  },
  {
    name: 'cluster-dead',
    shows: 'attic-server',
    hash: '#/cluster',
    world: changed(base, { streams: watchCluster(deadCluster) }),
  },
  { name: 'models', shows: 'nomic-embed-text', hash: '#/models' },
  { name: 'models-one', shows: 'Q4_K_M', hash: '#/models/qwen2.5%3A7b/gaming-pc' },
  { name: 'activity', shows: 'qwen2.5:14b', hash: '#/activity' },
  { name: 'activity-one', shows: 'workstation', hash: '#/activity/q9' },
  { name: 'memory', shows: 'metric units', hash: '#/memory' },
  { name: 'tools', shows: 'Runs a program in the workspace.', hash: '#/tools' },
  { name: 'tools-allowed', shows: 'git status', hash: '#/tools/allowed' },
  { name: 'tools-servers', shows: 'npx server-files', hash: '#/tools/servers' },
  { name: 'tools-audit', shows: 'git status', hash: '#/tools/audit' },
  { name: 'config', shows: 'the one with the fan', hash: '#/config' },
  {
    name: 'config-problem',
    shows: 'the one with the fan',
    hash: '#/config',
    world: changed(base, { streams: brokenFile }),
  },
  { name: 'config-plan', shows: 'qwen2.5:14b', hash: '#/config/plan' },
  {
    name: 'config-plan-lines',
    shows: 'preference: quality',
    hash: '#/config/plan/12',
    reach: async page => {
      await page.getByRole('radio', { name: 'Lines' }).click()
    },
  },
  {
    name: 'config-plan-empty',
    shows: null,
    hash: '#/config/plan',
    world: changed(base, { calls: planEmpty }),
    reach: page => page.getByText('Nothing to do').waitFor(),
  },
  {
    name: 'config-plan-invalid',
    shows: 'cluster.nodes[0].tier',
    hash: '#/config/plan',
    world: changed(base, { calls: planInvalid }),
  },
  {
    name: 'config-apply',
    shows: 'gaming-pc',
    hash: '#/config/plan',
    world: changed(base, { streams: applying(runningApply) }),
    reach: page => page.getByRole('progressbar').nth(1).waitFor(),
  },
  {
    name: 'config-applying',
    shows: 'the one with the fan',
    hash: '#/config',
    world: changed(base, { streams: applying(runningApply) }),
  },
  {
    name: 'config-apply-failed',
    shows: 'gaming-pc',
    hash: '#/config/plan',
    world: changed(base, { streams: applying(failedApply) }),
    reach: press('button', 'Show it'),
  },
  {
    name: 'config-history',
    shows: 'preference: quality',
    hash: '#/config/history',
    reach: press('button', /^Version 12/),
  },
  {
    name: 'cluster-drift',
    shows: 'attic-server',
    hash: '#/cluster',
    world: changed(base, { streams: driftedCluster }),
  },
  { name: 'settings', shows: null, hash: '#/settings' },
  { name: 'settings-shortcuts', shows: null, hash: '#/settings/shortcuts' },
  { name: 'settings-sharing', shows: '127.0.0.1', hash: '#/settings/sharing' },
  {
    name: 'settings-shared',
    shows: '192.168.1.12',
    hash: '#/settings/sharing',
    world: changed(base, { calls: { 'system.getSharing': () => shared } }),
  },
  { name: 'settings-about', shows: '/Users/me/.harombe', hash: '#/settings/about' },
  { name: 'quick', shows: null, hash: '#/quick' },
  {
    name: 'first-run',
    shows: 'Apple M4',
    hash: '#/chat',
    world: changed(base, {
      calls: { 'system.getInfo': () => ({ ...info, firstRun: true }) },
      streams: watchCluster(emptyCluster()),
    }),
  },
]

function emptyCluster() {
  return { ...deadCluster, nodes: [], summary: { ...deadCluster.summary, nodesTotal: 0 } }
}

export const fullWorld = base
