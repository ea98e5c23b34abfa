/** Milliseconds since the epoch that only rise: comparable between the processes of this machine. */
export const wallNow = (): number => performance.timeOrigin + performance.now()
