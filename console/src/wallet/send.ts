// Transactions by the connected wallet: tried first, sent, and waited for.

import { keccak, words } from './abi'
import { sentence } from './eip1193'
import { domainType, type TypedData } from './typed'
import type { Connected } from './useWallet'

/** What the contract refuses with, and what to do about it. */
const REFUSALS: Record<string, string> = {
  'WrongState(uint128,uint8)': 'The agreement is in another state by now. Look at this page again.',
  'NotAuthorised(address,address)': 'Only its consumer or its provider may do this: choose that account in the wallet.',
  'TooEarly(uint256,uint256)': 'It is too early: {time}.',
  'LegsAlive(bytes32,uint8)': 'Some of its agreements are not over yet. End them first.',
  'TopUpTooLarge(uint128,uint256,uint256)': 'That is more than an agreement can hold. Add less.',
  'NothingToAdd(uint128)': 'Nothing would be added. Write an amount above zero.',
  'GrantUnknown(uint64)': 'There is no such grant.',
  'ExpiryInPast(uint32)': 'The grant would be over before it begins. Choose more days.',
  'WrongState(uint64,uint8,uint8)': 'The milestone is in another state by now. Look at this page again.',
  'NotParty(uint64,address)': 'Only the two sides of this service may do it: choose the account of one of them in the wallet.',
  'TooEarly(uint256)': 'It is too early: {time}.',
  'NothingToWithdraw(address)': 'Nothing waits to be withdrawn.',
  'RatedAlready(uint64)': 'It was rated already.',
  'ProviderNotListed(uint64,uint8)': 'The provider is not listed for this kind of work now. Wait until it is, or choose another.',
  'OfferExpired(bytes32,uint40)': 'The offer has expired. Ask the provider for another.',
  'OfferCancelled(uint64,uint32,uint32)': 'The provider has taken its offers back. Ask it for another.',
  'OfferSignatureInvalid(uint64,address,address)': 'The offer is not signed by the key that the register names for this provider. Do not hire with it; ask the provider for another.',
  'EngagementExists(bytes32,uint64)': 'This offer was hired already: look at your services.',
  'OneParty(address)': 'Consumer and provider are the same here. Choose another account in the wallet.',
  'TooLate(uint256)': 'The time for it is over. Look at this page again.',
  'ClaimOutsideMilestone(uint256,uint256)': 'Claim more than nothing, and at most what the milestone pays.',
  'EpochsNotDisputable(uint32,uint32)': 'Nothing can be disputed in the first two epochs of a chain. Wait for the third.',
  'ArbitratorsShort(uint256,uint256)': 'There are not enough arbitrators to judge it. Ask for more in a vote; until then a delivery that is not accepted is paid by silence.',
  'NotNext(uint64,uint8,uint8)': 'Milestones are delivered in order: another one is next. Look at this page again.',
  'ERC20InsufficientBalance(address,uint256,uint256)': 'The wallet holds less than that. Bring more to it, or write a smaller amount.',
  'ERC20InsufficientAllowance(address,uint256,uint256)': 'The token was not allowed to be taken. Confirm the allowance in the wallet first.',
}

const BY_SELECTOR = new Map(Object.entries(REFUSALS).map(([signature, words]) => [keccak(new TextEncoder().encode(signature)).slice(0, 10), words]))
const RECEIPT_PAUSE_MILLIS = 700
const RECEIPT_WAITS = 260

export interface Receipt {
  transactionHash: string
  status: string
  logs: { address: string; topics: string[]; data: string }[]
}

/** A transaction that was refused before or after it was sent; the message says what to do. */
export class Refused extends Error {}

/** Sends a call and waits until it is in a block. What the contract would refuse is not sent. */
export async function send(wallet: Connected, to: string, data: string): Promise<Receipt> {
  const transaction = { from: wallet.account, to, data }
  try {
    await wallet.provider.request({ method: 'eth_call', params: [transaction, 'latest'] })
  } catch (failure) {
    throw new Refused(refusal(failure) ?? sentence(failure))
  }
  let hash: unknown
  try {
    hash = await wallet.provider.request({ method: 'eth_sendTransaction', params: [transaction] })
  } catch (failure) {
    throw new Refused(refusal(failure) ?? sentence(failure))
  }
  return mined(wallet, String(hash))
}

async function mined(wallet: Connected, hash: string): Promise<Receipt> {
  for (let wait = 0; wait < RECEIPT_WAITS; wait++) {
    const receipt = (await wallet.provider.request({ method: 'eth_getTransactionReceipt', params: [hash] }).catch(() => null)) as Receipt | null
    if (receipt?.status === '0x1') return receipt
    if (receipt !== null && receipt !== undefined) {
      throw new Refused(`Transaction ${hash} failed on the chain; gas was paid and nothing else changed. Look at this page again, then try again.`)
    }
    await new Promise((later) => setTimeout(later, RECEIPT_PAUSE_MILLIS))
  }
  throw new Refused(`Transaction ${hash} is in no block yet. It may still come: look into the wallet before sending another.`)
}

/** The contract's own word for why not, where its node hands it on. */
export function refusal(failure: unknown): string | undefined {
  const data = /0x[0-9a-f]{8,}/i.exec(JSON.stringify((failure as { data?: unknown } | undefined)?.data ?? ''))?.[0]
  if (data === undefined) return undefined
  const known = BY_SELECTOR.get(data.slice(0, 10).toLowerCase())
  const numbers = words(`0x${data.slice(10)}`)
  if (known === undefined) return `The contract refuses it (${data.slice(0, 10)}). Nothing was sent.`
  const wanted = numbers.at(-1)
  return `${known.replace('{time}', wanted === undefined ? 'wait' : `possible from ${new Date(Number(wanted) * 1000).toLocaleString()} on`)} Nothing was sent.`
}

/** The wallet's signature over typed data. */
export async function signTyped(signer: Connected, data: TypedData): Promise<string> {
  const typed = { ...data, types: { ...data.types, EIP712Domain: domainType(data.domain) } }
  try {
    return String(await signer.provider.request({ method: 'eth_signTypedData_v4', params: [signer.account, JSON.stringify(typed)] }))
  } catch (failure) {
    throw new Refused(sentence(failure))
  }
}

/** A view of a contract, asked through the wallet's own node. */
export async function view(wallet: Connected, to: string, data: string): Promise<bigint[]> {
  return words(String(await wallet.provider.request({ method: 'eth_call', params: [{ to, data }, 'latest'] })))
}
