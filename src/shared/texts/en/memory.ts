export const memory = {} as const
