import type { GuardedRoute } from './guard/guard'
import { anthropicRoutes } from './route-table/anthropic'
import type { RouteDefinition, RouteRows } from './route-table/definition'
import { ollamaRoutes } from './route-table/ollama'
import { openAiRoutes } from './route-table/openai'
import { ownRoutes } from './route-table/own'
import { webRoutes } from './route-table/web'

export type { RouteDefinition } from './route-table/definition'

/** Every address of the listener. It is registered from this table, and docs/api.md is written from it. */
export const routeTable = {
  ...ownRoutes,
  ...openAiRoutes,
  ...anthropicRoutes,
  ...ollamaRoutes,
  ...webRoutes,
} as const satisfies RouteRows

export type RouteName = keyof typeof routeTable

/** The table's rows with their names, typed alike. */
export const routes: readonly (RouteDefinition & { name: RouteName })[] = Object.entries<RouteDefinition>(
  routeTable,
).map(([name, route]) => ({ name: name as RouteName, ...route }))

export const guarded = (route: RouteDefinition): GuardedRoute => ({
  access: route.access,
  scope: route.scope,
  page: route.page ?? false,
  upgrade: route.upgrade ?? false,
})
