import type { StorageClass } from '../api'

/** What somebody looks for in the marketplace, as it stands in the form. */
export interface Wish {
  class: '' | StorageClass
  region: string
  maxPrice: string
  search: string
  certified: boolean
  listedBy: string
  minUptime: string
  sort: string
}

export const ANYTHING: Wish = {
  class: '',
  region: '',
  maxPrice: '',
  search: '',
  certified: false,
  listedBy: '',
  minUptime: '',
  sort: 'RANK',
}

const ROWS = '50'

/** An amount such as `4.50` in token units; none while it is no amount. */
export function units(amount: string, decimals: number): string | undefined {
  const match = /^(\d{0,18})(?:[.,](\d*))?$/.exec(amount.trim())
  if (match === null || amount.trim() === '') return undefined
  const fraction = (match[2] ?? '').slice(0, decimals).padEnd(decimals, '0')
  return BigInt((match[1] ?? '') + fraction || '0').toString()
}

/** A share such as `99.9` in basis points; none while it is no share. */
export function basisPoints(percent: string): string | undefined {
  const found = units(percent, 2)
  return found === undefined || BigInt(found) > 10_000n ? undefined : found
}

/** The question to the API; what is half typed yet asks for nothing. */
export function query(wish: Wish, decimals: number, cursor?: string): string {
  const query = new URLSearchParams({ limit: ROWS, sort: wish.sort })
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') query.set(name, value)
  }
  set('class', wish.class)
  set('listedBy', wish.listedBy)
  set('maxPrice', units(wish.maxPrice, decimals))
  set('minUptime', basisPoints(wish.minUptime))
  if (/^[a-z][a-z0-9-]{1,31}$|^[a-z][a-z0-9-]{0,30}\*$/.test(wish.region)) query.set('region', wish.region)
  if (/[\p{L}\p{N}]/u.test(wish.search)) query.set('search', wish.search.slice(0, 200))
  if (wish.certified) query.set('certified', 'true')
  set('cursor', cursor)
  return query.toString()
}
