export const cluster = {} as const
