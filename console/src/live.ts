import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { ApiError, post, read, type Problem } from './api'

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

/**
 * What the platform answers to a body: asked a moment after its last change, again while the page is looked at, and
 * sooner after a failure. The last answer stays meanwhile.
 */
export function useAnswer<T>(path: string, body: string | undefined): Live<T> & { waiting: boolean } {
  const [live, setLive] = useState<Live<T> & { body?: string }>({})
  useEffect(() => {
    if (body === undefined) return
    const abort = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const look = async () => {
      let again = 30
      if (!document.hidden) {
        try {
          setLive({ value: await post<T>(path, body ?? '', abort.signal), body })
        } catch (failure) {
          if (abort.signal.aborted || !(failure instanceof ApiError)) return
          const problem = failure.problem
          setLive((before) => ({ ...before, problem, body }))
          again = 5
        }
      }
      if (!abort.signal.aborted) timer = setTimeout(look, again * 1_000)
    }
    timer = setTimeout(look, 300)
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [path, body])
  return { ...live, waiting: body !== undefined && live.body !== body }
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
