import type { ReactNode } from 'react'
import type { Market, Network, Problem } from './api'
import type { Live } from './live'
import { amount, short } from './format'

export function ProblemNote({ problem }: { problem: Problem }) {
  return (
    <div className="problem" role="alert">
      <strong>{problem.title}</strong> {problem.detail} {problem.remedy}
    </div>
  )
}

/** Shows an answer when it is there, else that it is awaited, and what went wrong. */
export function Await<T>({ live, children }: { live: Live<T>; children: (value: T) => ReactNode }) {
  return (
    <>
      {live.problem !== undefined && <ProblemNote problem={live.problem} />}
      {live.value !== undefined ? children(live.value) : live.problem === undefined && <p className="muted">Loading…</p>}
    </>
  )
}

export interface Column<T> {
  title: string
  /** Numbers stand right, in columns. */
  number?: boolean
  cell: (row: T) => ReactNode
}

export function Table<T>(props: {
  caption: string
  columns: Column<T>[]
  rows: T[]
  keyOf: (row: T) => string | number
  empty: string
}) {
  if (props.rows.length === 0) {
    return (
      <section className="nothing" aria-label={props.caption}>
        <p className="caption">{props.caption}</p>
        <p className="empty">{props.empty}</p>
      </section>
    )
  }
  return (
    <table>
      <caption>{props.caption}</caption>
      <thead>
        <tr>
          {props.columns.map((column) => (
            <th key={column.title} scope="col" className={column.number ? 'number' : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={props.keyOf(row)}>
            {props.columns.map((column) => (
              <td key={column.title} data-title={column.title} className={column.number ? 'number' : undefined}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function Hash({ value }: { value: string }) {
  return (
    <code title={value} className="hash">
      {short(value)}
    </code>
  )
}

export function State({ name }: { name: string }) {
  return <span className={`state ${name.toLowerCase()}`}>{name.toLowerCase()}</span>
}

/** A pair of name and value in a list of facts. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const UNKNOWN_TOKEN = { symbol: 'units', decimals: 0 }

export function tokenOf(network: Network | undefined, market: number): Pick<Market, 'symbol' | 'decimals'> {
  return network?.markets.find((one) => one.id === market) ?? UNKNOWN_TOKEN
}

export function Money({ units, token }: { units: string | bigint; token: Pick<Market, 'symbol' | 'decimals'> }) {
  return (
    <span className="money">
      {amount(units, token.decimals)} <abbr>{token.symbol}</abbr>
    </span>
  )
}

/** Cursors of the pages before the one that is shown. */
export interface Place {
  cursors: string[]
  go: (cursors: string[]) => void
}

/** Buttons between pages; nothing when there is only one. */
export function Pager(props: { what: string; back: string; onward: string; place: Place; next: string | undefined }) {
  const { cursors, go } = props.place
  const next = props.next
  if (cursors.length === 0 && next === undefined) return null
  return (
    <nav className="pager" aria-label={`Pages of ${props.what}`}>
      <button disabled={cursors.length === 0} onClick={() => go(cursors.slice(0, -1))}>
        {props.back}
      </button>
      <button disabled={next === undefined} onClick={() => next !== undefined && go([...cursors, next])}>
        {props.onward}
      </button>
    </nav>
  )
}
