import { z } from 'zod'
import { countText, sizeText } from '../../../../shared/sizes'
import type { Access } from './deny-list'
import { moved } from './held-directory'
import type { PathJail, Place } from './path-jail'

/** What all tools of this folder are made with. */
export interface FileToolDependencies {
  jail: PathJail
  /** Why files may not be worked with now, in a sentence; null when they may. */
  unavailable(): string | null
  /** Milliseconds since the epoch, for the names of what is deleted. */
  now(): number
}

export const pathInput = z.string().min(1).max(4096)

const otherName = 'The file has a second name elsewhere (a hard link), so it may not be one of the workspace.'

/** Whether looking at a place is asked for, and what it brings is others' words. */
export function readingRules({ isInside, found }: Place) {
  const hasOtherName = found !== null && found.kind === 'file' && found.links > 1
  return {
    asks: !isInside || hasOtherName,
    reasons: [
      ...(isInside
        ? []
        : ['It is outside the workspace. What is in it counts as words of others from then on.']),
      ...(hasOtherName ? [otherName] : []),
    ],
    untrusted: isInside && !hasOtherName ? undefined : ('file' as const),
  }
}

/** Why changing something there needs more care than usual. */
export const writingReasons = ({ isInside }: Place): string[] =>
  isInside ? [] : ['It is outside the workspace.']

/**
 * The same place right before something is done there. @throws HarombeError CONFLICT when its path leads elsewhere by now: that is
 * not what was approved
 */
export async function locateAgain(
  jail: PathJail,
  place: Place,
  workspace: string,
  access: Access,
): Promise<Place> {
  const now = await jail.locate(place.path, workspace, access)
  if (now.path !== place.path) throw moved()
  return now
}

/** Bytes to the one where they are few: an empty file is none of "0 KB". */
export const fileSize = (bytes: number): string =>
  bytes === 1 ? '1 byte' : bytes < 1_000 ? `${countText(bytes)} bytes` : sizeText(bytes)
