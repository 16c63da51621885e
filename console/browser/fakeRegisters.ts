// What FakePlatform answers about applications, evidence and requests for quotes.

import type { EngagementEntry } from '../src/engagement'
import type { Application } from '../src/pages/Certification'
import type { WantedEntry } from '../src/wanted'

const NOW = 1_800_000_000
export const word = (index: number) => `0x${(index + 1).toString(16).padStart(64, '0')}`
export const address = (index: number) => `0x${(index + 1).toString(16).padStart(40, 'a')}`

export const CRITERIA = {
  current: 'standard-1',
  versions: [
    {
      name: 'standard-1',
      documents: [
        { scope: 'IDENTITY', kind: 'IDENTITY', of: ['STORAGE', 'SERVICE'] },
        { scope: 'LEGAL_DOCUMENTS', kind: 'REGISTRATION', of: ['STORAGE', 'SERVICE'] },
      ],
      campaign: { seconds: 259_200, everySeconds: 60, probesMin: 4000, runsMin: 100, uptimeBps: 9950, latencyMillisMax: 1000, throughputKibMin: 1024, errorBpsMax: 0 },
      validitySecondsMax: 31_536_000,
    },
  ],
}

export const CERTIFIERS = [{ wallet: address(7), scopes: ['IDENTITY', 'LEGAL_DOCUMENTS'], sealingKey: word(1), signature: '0x', setAt: NOW }]

export function application(index: number): Application {
  const refused = index % 2 === 1
  return {
    id: word(index),
    state: refused ? 'REFUSED' : 'CERTIFIED',
    owner: address(index),
    manifest: {
      providerId: index + 1,
      certifier: address(7),
      criteria: 'standard-1',
      scopes: ['IDENTITY', 'MEASURED_QUALITY'],
      documents: [{ kind: 'IDENTITY', sha256: word(20), bytes: 70_000, validUntil: NOW + 86_400 }],
      madeAt: NOW - 7200,
    },
    received: [word(20)],
    ...(refused ? {} : { certificateId: 5 }),
    history: [
      { state: 'APPLIED', at: NOW - 7200, by: address(index) },
      { state: 'PROBING', at: NOW - 3600, by: address(7) },
      refused
        ? { state: 'REFUSED', at: NOW, by: address(7), reason: 'The passport expired on 2026-03-01. Hand in a valid one.' }
        : { state: 'CERTIFIED', at: NOW, by: address(7), hash: word(30), transaction: word(31) },
    ],
  }
}

export const EVIDENCE = {
  document: JSON.stringify({
    measured: { from: NOW - 3600, until: NOW, probes: 4300, answered: 4290, wrong: 0, uptimeBps: 9976, errorBps: 0, latencyMillisP50: 20, latencyMillisP95: 44, samples: word(32) },
    findings: [
      { scope: 'IDENTITY', criterion: 'IDENTITY document', outcome: 'MET', why: 'it is here and valid' },
      { scope: 'MEASURED_QUALITY', criterion: 'throughput', outcome: 'UNKNOWN', why: 'fewer than 100 transfers were timed' },
    ],
  }),
}

export function wantedEntry(index: number): WantedEntry {
  const wishes = {
    consumer: address(index),
    volumeBytes: `${1n << 40n}`,
    durationSeconds: 7_776_000,
    redundancy: { data: 2, total: 3 },
    regions: ['eu-de', 'eu-fr'],
    class: 'FAST',
    egressBytes: '0',
    budget: '90000000',
  }
  return { id: word(index), request: { wishes, expiresAt: NOW, salt: word(3) }, legBytes: `${1n << 39n}`, placedAt: NOW - 60, answers: index % 4 }
}

/** A hired migration: the first of two milestones is delivered. */
export function engagement(number: number): EngagementEntry {
  return {
    id: number,
    hash: word(number),
    consumer: address(1),
    providerId: 2,
    service: 'MIGRATION',
    market: 1,
    state: 'RUNNING',
    paid: '0',
    milestones: [
      { amount: '250000000', deliverBy: NOW, acceptSeconds: 259_200, state: 'DELIVERED', deliveryHash: word(40), acceptBy: NOW + 259_200 },
      { amount: '1250000000', deliverBy: NOW + 864_000, acceptSeconds: 259_200, state: 'FUNDED' },
    ],
  }
}

export function ratings(rows: number) {
  const all = Array.from({ length: Math.min(rows, 100) }, (_, index) => ({ engagementId: index + 1, consumer: address(index), stars: 1 + (index % 5), at: NOW, counts: index % 4 !== 0 }))
  return { providerId: 2, counted: all.length, ...(rows === 0 ? {} : { meanHundredths: 305 }), ratings: all }
}
