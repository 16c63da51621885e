import { useEffect, useRef, useState } from 'react'
import type { Network, OfferPage, StorageClass } from '../api'
import { useLive, type Live } from '../live'
import { Pager, ProblemNote, tokenOf } from '../parts'
import { ANYTHING, query, type Wish } from './filters'
import { Offers } from './Offers'

const CLASSES: StorageClass[] = ['FAST', 'DECENTRALIZED', 'ARCHIVE']
const TYPING_MILLIS = 250
const SORTS: [string, string][] = [
  ['RANK', 'best rank'],
  ['PRICE', 'lowest price'],
  ['UPTIME', 'best measured uptime'],
  ['LATENCY', 'best measured latency'],
  ['CAPACITY', 'most free room'],
]

/** All live offers in the order of the API, and who stands behind them. */
export function Marketplace({ network }: { network: Live<Network> }) {
  const [wish, setWish] = useState<Wish>(ANYTHING)
  const [cursors, setCursors] = useState<string[]>([])
  const token = tokenOf(network.value, 1)
  const settled = useSettled(query(wish, token.decimals, cursors.at(-1)))
  const offers = useLive<OfferPage>(`/v1/offers?${settled}`, 5)
  const shown = useLast(offers.value)
  const change = (part: Partial<Wish>) => {
    setWish((before) => ({ ...before, ...part }))
    setCursors([])
  }

  return (
    <>
      <h1>Marketplace</h1>
      <p>
        Signed offers of storage providers. Publishing costs nothing; what is filled is decided on the chain. Open an offer to see
        why it stands where it stands, or <a href="#/requests">ask providers</a> for offers of their own.
      </p>
      <Filters wish={wish} change={change} symbol={token.symbol} />
      {offers.problem !== undefined && <ProblemNote problem={offers.problem} />}
      <div aria-busy={offers.value === undefined} className={offers.value === undefined ? 'waiting' : undefined}>
        <p role="status" className="muted">
          {offers.value === undefined
            ? offers.problem === undefined && 'Loading…'
            : `${offers.value.total} ${offers.value.total === 1 ? 'offer' : 'offers'}${offers.value.resumed ? '; the order has changed since the first page' : ''}`}
        </p>
        {shown !== undefined && (
          <>
            <Offers offers={shown.offers} token={token} sort={wish.sort} />
            <Pager what="offers" back="Back" onward="More" place={{ cursors, go: setCursors }} next={shown.next} />
          </>
        )}
      </div>
    </>
  )
}

/** The value once it has not changed for a moment: a question for every letter helps nobody. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MILLIS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

/** The newest value there was: it stays until the next one comes, so that a slow platform empties no page. */
function useLast<T>(value: T | undefined): T | undefined {
  const last = useRef(value)
  if (value !== undefined) last.current = value
  return last.current
}

function Filters(props: { wish: Wish; change: (part: Partial<Wish>) => void; symbol: string }) {
  const { wish, change } = props
  return (
    <form className="filters" role="search" aria-label="Offers" onSubmit={(event) => event.preventDefault()}>
      <label>
        Search
        <input
          type="search"
          value={wish.search}
          placeholder="name or place"
          onChange={(event) => change({ search: event.target.value })}
        />
      </label>
      <label>
        Class
        <select value={wish.class} onChange={(event) => change({ class: event.target.value as Wish['class'] })}>
          <option value="">all</option>
          {CLASSES.map((name) => (
            <option key={name} value={name}>
              {name.toLowerCase()}
            </option>
          ))}
        </select>
      </label>
      <label>
        Region
        <input
          value={wish.region}
          placeholder="eu-*"
          autoComplete="off"
          onChange={(event) => change({ region: event.target.value.trim().toLowerCase() })}
        />
      </label>
      <label>
        {`At most, ${props.symbol} a GiB-month`}
        <input
          value={wish.maxPrice}
          inputMode="decimal"
          placeholder="4.50"
          onChange={(event) => change({ maxPrice: event.target.value })}
        />
      </label>
      <label>
        Measured uptime, at least %
        <input
          value={wish.minUptime}
          inputMode="decimal"
          placeholder="99.9"
          onChange={(event) => change({ minUptime: event.target.value })}
        />
      </label>
      <label>
        Listed by
        <select value={wish.listedBy} onChange={(event) => change({ listedBy: event.target.value })}>
          <option value="">any</option>
          <option value="STAKE">stake</option>
          <option value="SUBSCRIPTION">subscription</option>
        </select>
      </label>
      <label>
        Order
        <select value={wish.sort} onChange={(event) => change({ sort: event.target.value })}>
          {SORTS.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label className="check">
        <input type="checkbox" checked={wish.certified} onChange={(event) => change({ certified: event.target.checked })} />
        Certified only
      </label>
      <button type="button" onClick={() => change(ANYTHING)}>
        Show all
      </button>
    </form>
  )
}
