// What a consumer's wallet sends or signs for one agreement, and what the streams of pay come to.

import type { Agreement, Network, Schedule } from './api'
import { call } from './wallet/abi'
import type { TypedData } from './wallet/typed'

/** Bounds under which the provider may extend an agreement: decision 28. */
export interface Mandate {
  agreement: string
  payer: string
  maximumRate: string
  stepEpochs: string
  windowEpochs: string
  latestEnd: string
  budget: string
  collateral: string
  consumerNonce: string
  payerNonce: string
}

const STEP_EPOCHS = 30
const WINDOW_EPOCHS = 7

export const topUp = (id: string, deposit: bigint) => call('topUp(uint128,uint88,uint88)', BigInt(id), deposit, 0n)
export const allow = (spender: string, units: bigint) => call('approve(address,uint256)', spender as `0x${string}`, units)
export const allowance = (owner: string, spender: string) =>
  call('allowance(address,address)', owner as `0x${string}`, spender as `0x${string}`)
export const giveNotice = (id: string) => call('giveNotice(uint128)', BigInt(id))
export const end = (id: string) => call('end(uint128)', BigInt(id))
export const giveUp = (id: string) => call('void_(uint128)', BigInt(id))
export const endSla = (id: string) => call('endSla(bytes32)', id as `0x${string}`)
/** READ, WRITE, REVISION, VOUCHER and REPLACE (Rights). */
const GATEWAY_RIGHTS = 31n
export const grant = (key: string, slaId: string, expiry: bigint, voucherCap: bigint) =>
  call('grant(address,bytes32,uint8,uint32,uint88,bytes32)', key as `0x${string}`, slaId as `0x${string}`, GATEWAY_RIGHTS, expiry, voucherCap, 0n)
export const revokeMandates = (id: string) => call('revokeMandates(uint128)', BigInt(id))
export const rateChangeOf = (id: string) => call('rateChangeOf(uint128)', BigInt(id))
export const mandateNonce = (id: string, account: string) => call('mandateNonceOf(uint128,address)', BigInt(id), account as `0x${string}`)

/** A mandate at the agreement's own rate, for at most the budget, up to an epoch. */
export function mandate(agreement: Agreement, payer: string, latestEnd: number, budget: bigint, nonce: bigint): Mandate {
  return {
    agreement: agreement.id,
    payer,
    maximumRate: agreement.nextRate ?? agreement.rate,
    stepEpochs: `${STEP_EPOCHS}`,
    windowEpochs: `${WINDOW_EPOCHS}`,
    latestEnd: `${latestEnd}`,
    budget: `${budget}`,
    collateral: '0',
    consumerNonce: `${nonce}`,
    payerNonce: `${nonce}`,
  }
}

export function mandateData(signed: Mandate, network: Network): TypedData {
  const { agreement, ...rest } = signed
  const names = 'uint128 agreementId,address payer,uint96 maximumRate,uint32 stepEpochs,uint32 windowEpochs,uint32 latestEnd,uint80 budget,uint80 collateral,uint32 consumerNonce,uint32 payerNonce'
  return {
    types: { RenewalMandate: names.split(',').map((field) => ({ type: field.split(' ')[0] ?? '', name: field.split(' ')[1] ?? '' })) },
    primaryType: 'RenewalMandate',
    domain: { name: 'Flashback', version: '1', chainId: network.chainId, verifyingContract: network.contracts['Orchestrator'] ?? '0x' },
    message: { agreementId: agreement, ...rest },
  }
}

/** Another rate from an epoch on, which both sides sign: decision 20. */
export interface RateChange {
  agreement: string
  rate: string
  fromEpoch: string
  number: string
}

export function rateChangeData({ agreement, ...rest }: RateChange, network: Network): TypedData {
  const names = 'uint128 agreementId,uint96 rate,uint32 fromEpoch,uint32 number'
  return {
    types: { RateChange: names.split(',').map((field) => ({ type: field.split(' ')[0] ?? '', name: field.split(' ')[1] ?? '' })) },
    primaryType: 'RateChange',
    domain: { name: 'Flashback', version: '1', chainId: network.chainId, verifyingContract: network.contracts['Orchestrator'] ?? '0x' },
    message: { agreementId: agreement, ...rest },
  }
}

/** Token units a second, 64.32, rounded down: as `flashback sla change` computes it. */
export function rateOf(unitsPerDay: bigint): bigint {
  return (unitsPerDay << 32n) / 86_400n
}

/** Epochs of an agreement that are over, and of which nothing is known yet: neither proven nor missed. */
export function unproven(agreement: Agreement, schedule: Schedule, nowSeconds: number): number[] {
  if (agreement.startEpoch === undefined) return []
  const running = Math.floor((nowSeconds - schedule.genesis) / schedule.epochSeconds)
  const newest = Math.max(-1, ...agreement.confirmedEpochs, ...agreement.missedEpochs)
  const from = Math.max(agreement.startEpoch, newest + 1)
  const to = Math.min(running, agreement.endEpoch)
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
}

/** What one second pays in millionths of a token unit, so that a slow stream shows too. */
export function perSecondMicro(rate: string): bigint {
  return (BigInt(rate) * 1_000_000n) >> 32n
}
