import type { ApiDialect } from './dialect'
import type { RouteScope } from './guard/principal'
import { bodyLimits } from './limits'
import type { RouteDefinition } from './route-table'

const accessText: Readonly<Record<RouteDefinition['access'], string>> = {
  public: 'anyone',
  'drop-in': 'token; on loopback also programs of this machine without one',
  session: 'browser session or the CLI',
}

const scopeText: Readonly<Record<RouteScope, string>> = {
  infer: 'infer',
  read: 'read',
  manage: 'manage (a browser session or the admin token; `server.auth_token` gets 403)',
  contract: 'contract (a browser session or the admin token)',
}

const dialectText: Readonly<Record<ApiDialect, string>> = {
  harombe: 'harombe',
  openai: 'OpenAI',
  ollama: 'Ollama',
  anthropic: 'Anthropic',
}

function dialects({ dialect, dialectByHeader }: RouteDefinition): string {
  if (dialectByHeader === undefined) return dialectText[dialect]
  return `${dialectText[dialect]}; ${dialectText[dialectByHeader.dialect]} with the header \`${dialectByHeader.header}\``
}

const size = (bytes: number) =>
  bytes >= bodyLimits.chat ? `${bytes / 1024 / 1024} MiB` : `${bytes / 1024} KiB`

function body(route: RouteDefinition): string {
  return route.bodyLimit === 0 ? 'none' : `${size(route.bodyLimit)} at most`
}

const accessWord: Readonly<Record<RouteDefinition['access'], string>> = {
  public: 'anyone',
  'drop-in': 'token, or this machine',
  session: 'session or CLI',
}

const row = (route: RouteDefinition) =>
  `| \`${route.method} ${route.path}\` | ${dialects(route)} | ${accessWord[route.access]} | ${route.scope ?? 'none'} | ${body(route)} |`

const overview = (routes: readonly RouteDefinition[]) =>
  ['| Route | Dialect | Who | Scope | Body |', '| --- | --- | --- | --- | --- |', ...routes.map(row)].join(
    '\n',
  )

function section(route: RouteDefinition): string {
  const lines = [
    `### \`${route.method} ${route.path}\``,
    '',
    route.summary,
    '',
    `- Who: ${accessText[route.access]}`,
    `- Scope: ${route.scope === null ? 'none' : scopeText[route.scope]}`,
    `- Dialect: ${dialects(route)}`,
    ...(route.keyed === true ? ['- `Idempotency-Key`: honoured'] : []),
    ...(route.answers === true ? ['- While serving is paused: 503'] : []),
    ...(route.request === undefined ? [] : [`- Request: ${route.request}`]),
    `- Answer: ${route.response}`,
    `- Body: ${body(route)}`,
    ...(route.rate === null ? [] : [`- Rate: ${route.rate} a minute from one address`]),
  ]
  return lines.join('\n')
}

const introduction = `# HTTP API

<!-- Written from src/core/gateway/route-table.ts: npx vitest run src/core/gateway/route-table.test.ts -u -->

One listener, by default \`http://127.0.0.1:8000\` and the same port on \`::1\`.

## Who may ask

- **Programs on this machine** need no token for the routes marked so, as long as the request shows no browser (\`Origin\`,
  \`Sec-Fetch-Site\`, \`Sec-Fetch-Dest\`) and no proxy (\`Forwarded\`, \`X-Forwarded-*\`, \`X-Real-IP\`, \`Via\`, HTTP/1.0) behind it.
  \`server.require_token: true\` ends this exemption, and so does any \`server.host\` but loopback.
- **Other programs** send \`server.auth_token\` as \`Authorization: Bearer …\` or \`x-api-key\`. It gives answers and status
  (the scopes infer and read), and never changes models: pulling and deleting take a browser session or the admin token of
  the running harombe, also on loopback.
- **Browsers** log in once with the code in the address that \`harombe serve\` prints, and get a cookie. Requests that change
  something also carry \`x-harombe-request: 1\`.
- **Web pages of other origins** are refused unless listed in \`server.cors_origins\`; those need the token and may not use the
  cookie.

Every request needs exactly one \`Host\` header naming this machine and port, and bodies are \`application/json\` in UTF-8.
After 10 wrong credentials in a minute an address is refused for five minutes (429).

## Clients of other APIs

| Client | Address it is given |
| --- | --- |
| OpenAI | \`http://127.0.0.1:8000/v1\` and any key |
| Ollama | \`http://127.0.0.1:8000\` |
| Anthropic | \`http://127.0.0.1:8000\` and any key |

Each is answered in its own words, errors included. Fields that would change what an answer means and that harombe cannot
honour are refused by name; others it does not know are ignored. Images come with the request (PNG, JPEG, WebP or GIF by
their bytes, 20 MiB together): harombe fetches nothing from an address it is sent. It runs no tools; it returns the calls.

## Where an answer comes from

A model may be named \`auto\`, \`tier-0\`, \`tier-1\`, \`tier-2\`, \`node/<name>\` or as a node calls it. The headers \`x-harombe-tier\`
(\`auto\`, \`0\`, \`1\`, \`2\`) and \`x-harombe-node\` override it. Answers carry \`x-harombe-node\`, \`x-harombe-tier\`,
\`x-harombe-model\` and \`x-harombe-reason\` (characters other than printable ASCII, and \`%\`, are percent-encoded in them),
\`x-harombe-class\` (\`simple\`, \`moderate\`, \`complex\`), \`x-harombe-wanted-tier\` and, where a text was judged,
\`x-harombe-probabilities\` of needing tier 0, 1 and 2.

A stream waits for its first token before it sends its status, so failures until then have a status of their own; after 15 s
of waiting it starts anyway, with keep-alive frames and without these headers. When a node dies in the middle of a streamed
answer, the stream ends with an error and without its mark of success (\`[DONE]\`, \`done\`);
\`x-harombe-on-stream-failure: buffer\` holds the answer back until it is whole instead, so that another node can begin again
unseen.

## Errors

| Dialect of the route | Body |
| --- | --- |
| harombe | \`{"error": {"code", "message", "retryable", "hint"?, "data"?}}\` |
| OpenAI | \`{"error": {"message", "type", "param", "code"}}\`; \`code\` is OpenAI's where it has one, ours in lower case otherwise |
| Ollama | \`{"error": message}\` |
| Anthropic | \`{"type": "error", "error": {"type", "message"}, "request_id"}\` |

What is not there is answered in OpenAI's words under \`/v1/\`, in Anthropic's under \`/v1/messages/\` and in Ollama's under
\`/api/\`. Branch on the status and the code, never on the text. 429 and 503 carry \`Retry-After\`; nodes that are all busy or
loading are 503, nodes that failed 502, and 400 when no node can do what is asked for (\`NOT_SUPPORTED\`: see images, call tools,
make embeddings) and none is away that might. Where asking again is pointless, errors in OpenAI's and Anthropic's words carry
\`x-should-retry: false\`, which their clients obey.

While the user has paused serving, the routes marked so answer 503 (529 in Anthropic's words) with \`Retry-After: 30\` and the
code \`NODE_BUSY\`; what was asked before goes on, and status and model lists are told as ever.

## Routes
`

/** docs/api.md, from the table. */
export const renderApiDocs = (routes: readonly RouteDefinition[]): string =>
  `${introduction}\n${overview(routes)}\n\n${routes.map(section).join('\n\n')}\n`
