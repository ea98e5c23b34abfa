import { useEffect } from 'react'
import { useConnectionStatus } from './client'

/** Runs `act` now and whenever the connection is back: what failed for want of it need not be tried again by hand. */
export function useWhenOnline(act: () => void): void {
  const isLost = useConnectionStatus() === 'lost'
  useEffect(() => {
    if (!isLost) act()
  }, [isLost, act])
}
