// How numbers and times are written. Amounts stay integers (bigint): no floating point touches money.

const RATE_FRACTION_BITS = 32n

/** Token units with all decimals, thousands parted: `1 234.500000`. */
export function amount(units: string | bigint, decimals: number): string {
  const value = BigInt(units)
  const sign = value < 0n ? '-' : ''
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = digits.slice(digits.length - decimals)
  const parted = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f')
  return sign + (decimals === 0 ? parted : `${parted}.${fraction}`)
}

/** Bytes in binary units, rounded down to hundredths: `1.50 GiB`. */
export function bytes(count: string | bigint): string {
  const value = BigInt(count)
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']
  let power = 0
  while (power < units.length - 1 && value >> BigInt(10 * (power + 1)) > 0n) power++
  if (power === 0) return `${value} B`
  const hundredths = (value * 100n) >> BigInt(10 * power)
  return `${hundredths / 100n}.${(hundredths % 100n).toString().padStart(2, '0')} ${units[power]}`
}

/** A unix second in the reader's time zone: `2026-11-22 12:00:05`. */
export function time(second: number): string {
  const date = new Date(second * 1000)
  const two = (part: number) => part.toString().padStart(2, '0')
  return (
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ` +
    `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  )
}

/** A number of seconds in its two largest units: `1 d 4 h`. */
export function duration(seconds: number): string {
  const parts: [number, string][] = [
    [Math.floor(seconds / 86400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [Math.floor(seconds) % 60, 's'],
  ]
  const first = parts.findIndex(([count]) => count > 0)
  if (first < 0) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}

/** A hash or address, shortened in the middle. */
export function short(hex: string): string {
  return hex.length > 14 ? `${hex.slice(0, 8)}…${hex.slice(-4)}` : hex
}

/** Basis points as per cent: 9995 is `99.95 %`. */
export function percent(basisPoints: number): string {
  return `${Math.floor(basisPoints / 100)}.${(basisPoints % 100).toString().padStart(2, '0')} %`
}

/** Numbers of epochs as ranges: `3–7, 9`. */
export function ranges(epochs: number[]): string {
  const sorted = [...epochs].sort((a, b) => a - b)
  const found: [number, number][] = []
  for (const epoch of sorted) {
    const last = found.at(-1)
    if (last !== undefined && epoch <= last[1] + 1) last[1] = epoch
    else found.push([epoch, epoch])
  }
  return found.length === 0 ? 'none' : found.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')
}

/** What an agreement needs for `earned`. */
export interface EarningStream {
  state: string
  rate: string
  deposit: string
  paid: string
  credited: string
  startEpoch?: number
  endEpoch: number
  missedEpochs: number[]
}

/** What a rate (64.32 fixed point, units a second) pays in 24 hours, token units. */
export function perDay(rate: string): bigint {
  return (BigInt(rate) * 86_400n) >> RATE_FRACTION_BITS
}

/**
 * Token units that the provider has earned up to now if every epoch that is not known as missed gets confirmed: what the settlements
 * will come to. Never less than what is paid, never more than what is locked.
 */
export function earned(
  stream: EarningStream,
  schedule: { genesis: number; epochSeconds: number },
  nowSeconds: number,
): bigint {
  const paid = BigInt(stream.paid)
  const streaming = stream.state === 'ACTIVE' || stream.state === 'NOTICE'
  if (!streaming || stream.startEpoch === undefined) return paid
  const from = schedule.genesis + stream.startEpoch * schedule.epochSeconds
  const to = schedule.genesis + stream.endEpoch * schedule.epochSeconds
  // Milliseconds, so that the figure moves smoothly.
  const millis = Math.max(0, Math.round((Math.min(nowSeconds, to) - from) * 1000))
  const missedMillis = stream.missedEpochs.length * schedule.epochSeconds * 1000
  const gross = (BigInt(stream.rate) * BigInt(Math.max(0, millis - missedMillis))) / 1000n >> RATE_FRACTION_BITS
  const credited = BigInt(stream.credited)
  const net = (gross < BigInt(stream.deposit) ? gross : BigInt(stream.deposit)) - credited
  return net > paid ? net : paid
}
