/** Not before somebody speaks MCP: most never do, and it is a megabyte of code. */
export const loadServerSdk = () => import('@modelcontextprotocol/server')
export type ServerSdk = Awaited<ReturnType<typeof loadServerSdk>>

export const instructions =
  'harombe joins the user’s own machines into one assistant. Use `chat` for what a local model can answer: nothing leaves the user’s network.'
