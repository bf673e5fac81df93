'use client'

import { useEffect, useState } from 'react'

/** Gives a value once it has not changed for a while, so that what is asked for with it is asked once. */
export function useSettled<T>(value: T, afterMs: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs)
    return () => clearTimeout(timer)
  }, [value, afterMs])
  return settled
}
