import { describe, expect, it } from 'vitest'
import { borders, command, moved, nines, perMillion, PRESETS, request, shifted, USUAL, type Mix } from './design'

const sum = (mix: Mix) => mix.fast + mix.decentralized + mix.archive

describe('shares', () => {
  it('stay 100 together wherever a bar is moved', () => {
    for (const preset of PRESETS) {
      expect(sum(preset.mix)).toBe(100)
      for (const name of ['fast', 'decentralized', 'archive'] as const) {
        for (let percent = -5; percent <= 105; percent++) {
          const mix = moved(preset.mix, name, percent)
          expect(sum(mix)).toBe(100)
          expect(mix[name]).toBe(Math.max(0, Math.min(100, percent)))
          expect(Math.min(mix.fast, mix.decentralized, mix.archive)).toBeGreaterThanOrEqual(0)
        }
      }
    }
  })

  it('are taken from the others in proportion', () => {
    expect(moved({ fast: 60, decentralized: 20, archive: 20 }, 'fast', 40)).toEqual({ fast: 40, decentralized: 30, archive: 30 })
    expect(moved({ fast: 100, decentralized: 0, archive: 0 }, 'fast', 70)).toEqual({ fast: 70, decentralized: 30, archive: 0 })
  })
})

describe('a border between two shares', () => {
  it('goes where it is dragged, pushes the other where they meet, and no share is lost or below nothing', () => {
    for (const preset of PRESETS) {
      for (const border of [0, 1] as const) {
        for (let percent = -5; percent <= 105; percent++) {
          const mix = shifted(preset.mix, border, percent)
          expect(sum(mix)).toBe(100)
          expect(Math.min(mix.fast, mix.decentralized, mix.archive)).toBeGreaterThanOrEqual(0)
          expect(borders(mix)[border]).toBe(Math.max(0, Math.min(100, percent)))
        }
      }
    }
  })

  it('takes from its two neighbours alone while it does not meet the other', () => {
    expect(shifted({ fast: 60, decentralized: 20, archive: 20 }, 0, 50)).toEqual({ fast: 50, decentralized: 30, archive: 20 })
    expect(shifted({ fast: 60, decentralized: 20, archive: 20 }, 1, 95)).toEqual({ fast: 60, decentralized: 35, archive: 5 })
    expect(shifted({ fast: 100, decentralized: 0, archive: 0 }, 1, 80)).toEqual({ fast: 80, decentralized: 0, archive: 20 })
  })
})

describe('wishes', () => {
  it('become the body that the platform takes', () => {
    const wishes = { ...USUAL, gib: '2048', days: '90', redundancy: '2of3', regions: 'eu-*, us-va', budget: '40.5' }
    expect(request(wishes, 6)).toEqual({
      body: {
        volumeBytes: (1n << 41n).toString(),
        durationSeconds: 7_776_000,
        redundancy: { data: 2, total: 3 },
        mix: USUAL.mix,
        regions: ['eu-*', 'us-va'],
        excludedRegions: [],
        egressBytes: (1n << 33n).toString(),
        budget: '40500000',
        certifiedOnly: false,
      },
    })
  })

  it('become the command that quotes them', () => {
    expect(command({ ...USUAL, redundancy: '2 of 3' }, 'CHEAPEST')).toBe(
      './flashback quote --volume 8GiB --days 1 --mix 100/0/0 --redundancy 2of3 --egress 8GiB --budget 100',
    )
    const wishes = { ...USUAL, mix: { fast: 60, decentralized: 20, archive: 20 }, regions: 'eu-*, us-va', excluded: 'eu-fr', certified: true }
    expect(command(wishes, 'SAFEST')).toBe(
      "./flashback quote --volume 8GiB --days 1 --mix 60/20/20 --redundancy 2of3 --region 'eu-*,us-va' --not-in 'eu-fr' --certified --egress 8GiB --budget 100 --plan safest",
    )
  })

  it('that make no sense are refused by field', () => {
    expect(request({ ...USUAL, gib: '2 apples' }, 6)).toMatchObject({ field: 'gib' })
    expect(request({ ...USUAL, days: '0' }, 6)).toMatchObject({ field: 'days' })
    expect(request({ ...USUAL, redundancy: 'two' }, 6)).toMatchObject({ field: 'redundancy' })
    expect(request({ ...USUAL, budget: '1.0000001' }, 6)).toMatchObject({ field: 'budget' })
    expect(request({ ...USUAL, egressGib: '' }, 6)).toMatchObject({ field: 'egressGib' })
  })
})

describe('figures', () => {
  it('are written with their units', () => {
    expect(nines(36)).toBe('3.6 nines')
    expect(perMillion(999_702)).toBe('99.9702 %')
    expect(perMillion(1_000_000)).toBe('100.0000 %')
  })
})
