import { type ComponentType, useEffect, useState } from 'react'
import { whenToastWaits } from './toast'

/** Ahead of the first notice: that may say that the connection, over which this comes, is gone. */
const loadAheadMs = 1000
const tryAgainMs = 2000

/** Once, around the app. Loads what shows notices when the first page is there, or when the first notice is. */
export function Toaster() {
  const [Stack, setStack] = useState<ComponentType | null>(null)
  useEffect(() => {
    let isOver = false
    let isLoading = false
    let timer = setTimeout(load, loadAheadMs)
    function load(): void {
      if (isLoading) return
      isLoading = true
      clearTimeout(timer)
      import('./notice-stack').then(
        ({ NoticeStack }) => {
          if (!isOver) setStack(() => NoticeStack)
        },
        () => {
          isLoading = false
          if (!isOver) timer = setTimeout(load, tryAgainMs)
        },
      )
    }
    const forget = whenToastWaits(load)
    return () => {
      isOver = true
      clearTimeout(timer)
      forget()
    }
  }, [])
  return Stack === null ? null : <Stack />
}
