import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { Offer, QualityHistory } from '../api'
import { bounds, path, summary } from '../plot'
import { ANYTHING, basisPoints, query, units } from './filters'
import { History, Offers, Quality, Reasons } from './Offers'

const TOKEN = { symbol: 'tUSD', decimals: 6 }

const OFFER: Offer = {
  hash: '0x' + 'ab'.repeat(32),
  providerId: 7,
  name: 'Store 7',
  class: 'FAST',
  region: 'eu-de',
  pricePerGibMonth: '4500000',
  egressPerGib: '1000000',
  capacityBytes: '2199023255552',
  freeBytes: '1099511627776',
  expiry: 1_800_000_000,
  quality: { uptimeBps: 9990, latencyMillisMax: 2000, throughputKibMin: 0, errorBpsMax: 100 },
  provenEpochs: 12,
  penalties: 1,
  listed: true,
  standing: 'listed by stake',
  certified: ['LEGAL_DOCUMENTS', 'LOCATION'],
  bondedStake: '10000000000',
  registration: '0x01',
  score: {
    table: 1,
    points: 612,
    of: 1000,
    parts: [{ criterion: 'PRICE', points: 150, of: 300, why: '0.00 % & the median of its class' }],
  },
  offer: { market: '1' },
}

const MEASURED = {
  probes: 300,
  uptimeBps: 9998,
  latencyP50: 20,
  latencyP95: 42,
  latencyP99: 60,
  errorBps: 0,
  report: '0x' + '09'.repeat(32),
  transaction: '0x' + '08'.repeat(32),
}

const text = (markup: string) => markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

describe('what is asked of the API', () => {
  it('is everything that was chosen, in the words of the API', () => {
    const wish = {
      ...ANYTHING,
      class: 'FAST' as const,
      region: 'eu-*',
      maxPrice: '4,5',
      search: 'cold & café',
      certified: true,
      listedBy: 'STAKE',
      minUptime: '99.9',
      sort: 'PRICE',
    }

    expect(Object.fromEntries(new URLSearchParams(query(wish, 6, 'abc')))).toEqual({
      limit: '50',
      sort: 'PRICE',
      class: 'FAST',
      listedBy: 'STAKE',
      maxPrice: '4500000',
      minUptime: '9990',
      region: 'eu-*',
      search: 'cold & café',
      certified: 'true',
      cursor: 'abc',
    })
  })

  it('leaves out what is half typed or nonsense', () => {
    const wish = { ...ANYTHING, region: 'e', maxPrice: 'cheap', search: ' - ', minUptime: '101' }

    expect(query(wish, 6)).toBe('limit=50&sort=RANK')
  })

  it('is exact beyond what floating point holds', () => {
    expect(units('9007199254740993.000001', 6)).toBe('9007199254740993000001')
    expect(units('.5', 6)).toBe('500000')
    expect(units('1.23456789', 6)).toBe('1234567')
    expect(units('', 6)).toBeUndefined()
    expect(basisPoints('100')).toBe('10000')
    expect(basisPoints('100.01')).toBeUndefined()
  })
})

describe('offers', () => {
  it('stand in the order in which the API gives them', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ ...OFFER, hash: `0x${index}`, providerId: 100 - index, region: `eu-${index}` }))
    const shown = renderToStaticMarkup(<Offers offers={many} token={TOKEN} sort="RANK" />)

    expect([...shown.matchAll(/href="#\/offers\/0x(\d+)"/g)].map((found) => Number(found[1]))).toEqual(
      Array.from({ length: 50 }, (_, index) => index),
    )
  })

  it('show promised beside measured, and say when nothing was measured', () => {
    const none = text(renderToStaticMarkup(<Offers offers={[OFFER]} token={TOKEN} sort="PRICE" />))
    const some = text(
      renderToStaticMarkup(
        <Offers offers={[{ ...OFFER, measured: { ...MEASURED, epochs: 3, newestEpoch: 9 } }]} token={TOKEN} sort="PRICE" />,
      ),
    )

    expect(none).toContain('Offers, the cheapest first')
    expect(none).toContain('99.90 % not yet not yet ✓ legal documents, location')
    expect(some).toContain('99.90 % 99.98 % 42 ms')
  })

  it('say what to do when there are none', () => {
    expect(renderToStaticMarkup(<Offers offers={[]} token={TOKEN} sort="RANK" />)).toContain('Leave a filter away')
  })

  it('give the reasons of their place, as text and not as markup', () => {
    const shown = renderToStaticMarkup(<Reasons score={{ ...OFFER.score, parts: [{ ...OFFER.score.parts[0]!, why: '<b>x</b>' }] }} />)

    expect(text(shown)).toContain('612 of 1000 points, by table 1')
    expect(shown).toContain('&lt;b&gt;x&lt;/b&gt;')
  })
})

describe('quality', () => {
  const history: QualityHistory = {
    providerId: 7,
    epochs: [
      { ...MEASURED, epoch: 9 },
      { ...MEASURED, epoch: 7, uptimeBps: 9500 },
    ],
    reporters: ['javascript:alert(1)', 'http://reporter.example/'],
  }

  it('is told figure by figure', () => {
    const shown = text(renderToStaticMarkup(<Quality offer={{ ...OFFER, measured: { ...MEASURED, epochs: 1, newestEpoch: 9 } }} />))

    expect(shown).toContain('300 probes in 1 epoch up to 9')
    expect(shown).toContain('half within 20 ms, 95 % within 42 ms, 99 % within 60 ms')
    expect(shown).toContain('Throughput each way nothing not measured')
    const both = { ...MEASURED, throughputKib: 2048, writeKib: 512, epochs: 1, newestEpoch: 9 }
    expect(text(renderToStaticMarkup(<Quality offer={{ ...OFFER, measured: both }} />))).toContain('nothing 2048 KiB/s read, 512 KiB/s written')
  })

  it('has a plot that a screen reader reads, and links to the reports', () => {
    const shown = renderToStaticMarkup(<History history={history} offer={OFFER} />)

    expect(shown).toContain(
      'aria-label="Uptime over 2 epochs: newest 99.98 %, lowest 95.00 %, highest 99.98 %; promised 99.90 %."',
    )
    expect(shown).toContain(`href="http://reporter.example/v1/records/${MEASURED.report}"`)
    expect(shown).not.toContain('javascript:')
  })

  it('says so when nothing is measured', () => {
    expect(renderToStaticMarkup(<History history={{ ...history, epochs: [] }} offer={OFFER} />)).toContain('Nothing measured yet')
  })

  it('is plotted with gaps where an epoch is missing, within the frame', () => {
    const points = [3, 1, 2, 5].map((epoch) => ({ epoch, value: epoch * 10 }))
    const drawn = path(points, bounds(points, 100))

    expect(drawn.replace(/[\d. -]+/g, '')).toBe('MLLM')
    for (const [, y] of drawn.matchAll(/[ML][\d.]+ ([\d.]+)/g)) {
      expect(Number(y)).toBeGreaterThanOrEqual(6)
      expect(Number(y)).toBeLessThanOrEqual(66)
    }
    expect(bounds([{ epoch: 1, value: 4 }], 4)).toEqual([3, 5])
    expect(summary('Uptime', [], 4, String)).toBe('Uptime: nothing measured.')
    expect(bounds([{ epoch: 1, value: 4 }], undefined)).toEqual([3, 5])
    expect(summary('Uptime', [{ epoch: 1, value: 4 }], undefined, String)).toBe(
      'Uptime over 1 epoch: newest 4, lowest 4, highest 4; what was promised is not known here.',
    )
  })
})
