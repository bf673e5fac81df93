'use client'

import { useEffect, useState } from 'react'
import type { ReplayTrack } from '@/lib/history/replay-track'

/** Steps of the clock while it plays; the map draws only what changed. */
const stepMs = 100

/** Where a replay stands and whether it runs. Times are epoch ms. */
export interface Playback {
  at: number
  playing: boolean
  seek(at: number): void
  toggle(): void
}

/** Plays a track: its whole length in `lengthMs`, from wherever one puts it; begins at its end, as it turned out. */
export function usePlayback(track: ReplayTrack, lengthMs: number): Playback {
  const { from, to } = track.range
  const [at, setAt] = useState(to)
  const [playing, setPlaying] = useState(false)

  useEffect(() => track.seek(at), [track, at])
  useEffect(() => {
    if (!playing) return
    const step = ((to - from) / lengthMs) * stepMs
    const timer = setInterval(() => setAt((before) => Math.min(to, before + step)), stepMs)
    return () => clearInterval(timer)
  }, [playing, from, to, lengthMs])
  useEffect(() => {
    if (at >= to) setPlaying(false)
  }, [at, to])

  return {
    at,
    playing,
    seek: (next) => setAt(Math.max(from, Math.min(to, next))),
    toggle: () => {
      if (!playing && at >= to) setAt(from)
      setPlaying(!playing)
    },
  }
}
