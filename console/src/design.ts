// What the designer computes itself: shares that stay 100 together, and the wishes as the API takes them.

import type { StorageClass } from './api'

export type Mix = Record<'fast' | 'decentralized' | 'archive', number>

export const PARTS: { name: keyof Mix; storageClass: StorageClass }[] = [
  { name: 'fast', storageClass: 'FAST' },
  { name: 'decentralized', storageClass: 'DECENTRALIZED' },
  { name: 'archive', storageClass: 'ARCHIVE' },
]

export const PRESETS: { name: string; mix: Mix }[] = [
  { name: 'All fast', mix: { fast: 100, decentralized: 0, archive: 0 } },
  { name: 'AI', mix: { fast: 80, decentralized: 20, archive: 0 } },
  { name: 'Gaming', mix: { fast: 60, decentralized: 20, archive: 20 } },
  { name: 'DeFi', mix: { fast: 20, decentralized: 40, archive: 40 } },
]

/** Sets one share and takes the difference from the others in proportion; whole per cent, 100 together. */
export function moved(mix: Mix, name: keyof Mix, percent: number): Mix {
  const wanted = Math.max(0, Math.min(100, Math.round(percent)))
  const [first, second] = PARTS.map((part) => part.name).filter((other) => other !== name) as [keyof Mix, keyof Mix]
  const rest = 100 - wanted
  const before = mix[first] + mix[second]
  // Where the others had nothing, the first of them takes it.
  const share = before === 0 ? rest : Math.round((rest * mix[first]) / before)
  return { ...mix, [name]: wanted, [first]: share, [second]: rest - share }
}

/** Where one class ends and the next begins, in per cent from the left. */
export function borders(mix: Mix): [number, number] {
  return [mix.fast, mix.fast + mix.decentralized]
}

/** Moves one border; where it meets the other, it pushes that along, so that any mix can be reached from any other. */
export function shifted(mix: Mix, border: 0 | 1, percent: number): Mix {
  const wanted = Math.max(0, Math.min(100, Math.round(percent)))
  const [first, second] = borders(mix)
  const [left, right] = border === 0 ? [wanted, Math.max(wanted, second)] : [Math.min(first, wanted), wanted]
  return { fast: left, decentralized: right - left, archive: 100 - right }
}

export interface Wishes {
  mix: Mix
  gib: string
  days: string
  redundancy: string
  regions: string
  excluded: string
  egressGib: string
  budget: string
  certified: boolean
}

export const USUAL: Wishes = {
  mix: { fast: 100, decentralized: 0, archive: 0 },
  gib: '8',
  days: '1',
  redundancy: '2 of 3',
  regions: '',
  excluded: '',
  egressGib: '8',
  budget: '100',
  certified: false,
}

/** The body of `POST /v1/designs`, or which field is wrong and what to write. */
export function request(wishes: Wishes, decimals: number): { body: object } | { field: keyof Wishes; say: string } {
  const gib = whole(wishes.gib)
  if (gib === undefined || gib < 1n) return { field: 'gib', say: 'Write the volume in whole GiB, such as 500.' }
  const days = whole(wishes.days)
  if (days === undefined || days < 1n) return { field: 'days', say: 'Write the duration in whole days, such as 90.' }
  const egress = whole(wishes.egressGib)
  if (egress === undefined) return { field: 'egressGib', say: 'Write in whole GiB how much will be read, 0 for nothing.' }
  const code = /^\s*(\d{1,2})\s*(?:of|\/)\s*(\d{1,2})\s*$/.exec(wishes.redundancy)
  if (code === null) return { field: 'redundancy', say: 'Write how many of how many pieces bring the whole back, such as 2 of 3.' }
  const budget = units(wishes.budget, decimals)
  if (budget === undefined || budget < 1n) return { field: 'budget', say: `Write the most that may be locked, with at most ${decimals} decimals.` }
  return {
    body: {
      volumeBytes: (gib << 30n).toString(),
      durationSeconds: Number(days * 86_400n),
      redundancy: { data: Number(code[1]), total: Number(code[2]) },
      mix: wishes.mix,
      regions: words(wishes.regions),
      excludedRegions: words(wishes.excluded),
      egressBytes: (egress << 30n).toString(),
      budget: budget.toString(),
      certifiedOnly: wishes.certified,
    },
  }
}

/** The command that designs the same and quotes the plan, for wishes that the platform could read. */
export function command(wishes: Wishes, plan: string): string {
  const list = (option: string, text: string) => (words(text).length === 0 ? '' : ` ${option} '${words(text).join(',')}'`)
  const { fast, decentralized, archive } = wishes.mix
  const kind = plan === 'CHEAPEST' ? '' : ` --plan ${plan.toLowerCase()}`
  return (
    `./flashback quote --volume ${wishes.gib.trim()}GiB --days ${wishes.days.trim()} --mix ${fast}/${decentralized}/${archive}` +
    ` --redundancy ${wishes.redundancy.replace(/\s/g, '')}${list('--region', wishes.regions)}${list('--not-in', wishes.excluded)}` +
    `${wishes.certified ? ' --certified' : ''} --egress ${wishes.egressGib.trim()}GiB --budget ${wishes.budget.trim()}${kind}`
  )
}

/** Nines in tenths as people write them: 36 is `3.6 nines`. */
export function nines(tenths: number): string {
  return `${Math.floor(tenths / 10)}.${tenths % 10} nines`
}

/** Millionths as per cent: 999702 is `99.9702 %`. */
export function perMillion(ppm: number): string {
  return `${Math.floor(ppm / 10_000)}.${(ppm % 10_000).toString().padStart(4, '0')} %`
}

function whole(text: string): bigint | undefined {
  return /^\s*\d{1,9}\s*$/.test(text) ? BigInt(text.trim()) : undefined
}

/** An amount as people write it, in token units. */
export function units(text: string, decimals: number): bigint | undefined {
  const parts = /^\s*(\d{1,18})(?:\.(\d{1,18}))?\s*$/.exec(text)
  if (parts === null) return undefined
  const fraction = parts[2] ?? ''
  return fraction.length > decimals ? undefined : BigInt((parts[1] ?? '') + fraction.padEnd(decimals, '0'))
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}
