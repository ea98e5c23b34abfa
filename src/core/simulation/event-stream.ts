/** What encoders of server-sent events share. */
export const eventStream = {
  contentType: 'text/event-stream; charset=utf-8',
  garbage: () => 'data: <html>simulated nonsense</html>\n\n',
} as const

export const dataEvent = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`
