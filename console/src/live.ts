import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { ApiError, read, type Problem } from './api'

/** What is known of an answer: the newest one, and what went wrong since. */
export interface Live<T> {
  value?: T
  problem?: Problem
}

/** Reads a path again and again; keeps showing the last answer while the platform is away. */
export function useLive<T>(path: string, everySeconds: number): Live<T> {
  const [live, setLive] = useState<Live<T> & { path: string }>({ path })
  useEffect(() => {
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      try {
        const value = await read<T>(path, abort.signal)
        setLive({ path, value })
      } catch (failure) {
        if (abort.signal.aborted || !(failure instanceof ApiError)) return
        setLive((before) => ({ ...(before.path === path ? before : { path }), problem: failure.problem }))
      }
      if (!abort.signal.aborted) timer = setTimeout(look, everySeconds * 1000)
    }
    void look()
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [path, everySeconds])
  return live.path === path ? live : {}
}

/** The current time in seconds, several times a second; still when the reader prefers less motion. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now() / 1000)
  useEffect(() => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    const timer = setInterval(() => setNow(Date.now() / 1000), calm ? 5000 : 200)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** The part of the address behind `#`, without leading slash. */
export function usePlace(): string {
  const subscribe = useCallback((changed: () => void) => {
    addEventListener('hashchange', changed)
    return () => removeEventListener('hashchange', changed)
  }, [])
  return useSyncExternalStore(subscribe, () => location.hash.replace(/^#\/?/, ''))
}
