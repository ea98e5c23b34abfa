/** Electron as a value to hand around: only index.ts imports the real one, everything else takes the parts it needs. */
export type Electron = typeof import('electron')
