import { dashboard } from './cluster/dashboard'
import { figures } from './cluster/figures'
import { node } from './cluster/node'
import { routing } from './cluster/routing'
import { setup } from './cluster/setup'

export const cluster = { dashboard, figures, node, routing, setup } as const
