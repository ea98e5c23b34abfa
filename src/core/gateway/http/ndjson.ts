export const ndjsonType = 'application/x-ndjson'

export const jsonLine = (value: object): string => `${JSON.stringify(value)}\n`
