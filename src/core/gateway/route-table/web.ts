import { schemaPath } from '../../../shared/config/published-schema'
import { bodyLimits } from '../limits'
import type { RouteRows } from './definition'
import { look } from './kinds'

const session = {
  path: '/session',
  access: 'public',
  scope: null,
  dialect: 'harombe',
  upload: 'control',
} as const

/** What the web UI is made of. The last row takes every address that no other does. */
export const webRoutes = {
  sessionShow: {
    ...session,
    method: 'GET',
    bodyLimit: bodyLimits.none,
    rate: null,
    summary: 'Whether this browser is logged in.',
    response: '`{authenticated}`',
  },
  sessionOpen: {
    ...session,
    method: 'POST',
    bodyLimit: bodyLimits.control,
    rate: 30,
    summary: 'Logs a browser in with a one-time code.',
    request: '`{code}`',
    response: '`{authenticated: true}` and the session cookie; 401 for a code that is wrong, used or old',
  },
  sessionClose: {
    ...session,
    method: 'DELETE',
    bodyLimit: bodyLimits.control,
    rate: null,
    summary: 'Logs this browser out and closes its connections.',
    response: '`{authenticated: false}`',
  },
  rpc: {
    ...look,
    path: '/rpc',
    access: 'session',
    scope: 'contract',
    rate: 120,
    upgrade: true,
    summary: 'The contract of the app, over WebSocket.',
    response: 'JSON text frames, 1 MiB at most; see `src/shared/rpc/wire.ts`',
  },
  schema: {
    ...look,
    path: schemaPath,
    head: true,
    access: 'public',
    scope: null,
    summary: 'JSON Schema of harombe.yaml, for editors; the first line of a new file names it.',
    response: 'JSON Schema, draft 7; 304 for a matching `if-none-match`',
  },
  page: {
    ...look,
    path: '/',
    head: true,
    access: 'public',
    scope: null,
    page: true,
    summary: 'The web UI.',
    response: 'HTML',
  },
  asset: {
    ...look,
    path: '/*',
    fallback: true,
    access: 'public',
    scope: null,
    summary: 'A file of the web UI.',
    response: 'the file, or 404',
  },
} as const satisfies RouteRows
