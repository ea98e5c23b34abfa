/** A place in the page, as its location hash names it: the same in both hosts, in links and in the desktop's menus. */
export type PageRoute =
  | { page: 'chat'; conversationId: string | null }
  | { page: 'cluster'; node: string | null }

export function formatRoute(route: PageRoute): string {
  const detail = route.page === 'chat' ? route.conversationId : route.node
  return detail === null ? `#/${route.page}` : `#/${route.page}/${encodeURIComponent(detail)}`
}
