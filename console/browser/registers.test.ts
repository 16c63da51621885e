import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { OfferPage } from '../src/api'
import { amount, time } from '../src/format'
import { Browser, expectAccessible, expectNoSidewaysScroll, expectOnPhoneInTheDark, PHONE, picture } from './Browser'
import { Chain, given } from './Chain'
import { command, folder, newWallet, onChain, said } from './Command'

const GAS_MONEY = '0xde0b6b3a7640000'
const PRICE_UNITS = 25_000_000n
/** IDENTITY, LOCATION, MEASURED_QUALITY. */
const SCOPES = 1 | 4 | 8
/** The member that applies, its owner's place among the development network's wallets, and the ones that answer requests. */
const [APPLICANT, APPLICANT_OWNER] = [4n, 5]
const [CONSUMER, OWNER] = [1, 16]
/** Wallets that nobody's node has. */
const SPARE = [12, 13, 14, 15]
const PERIOD_SECONDS = 40
const THIRTY_DAYS_SECONDS = 2_592_000n
const DIRECT = 1

let browser: Browser
let chain: Chain
let platform: string
let accounts: `0x${string}`[]
const files = folder()
const file = (name: string) => join(files, name)

beforeAll(async () => {
  platform = given('FLASHBACK_PLATFORM')
  chain = new Chain(given('FLASHBACK_CHAIN'), given('FLASHBACK_DEPLOYMENT'))
  browser = await Browser.start()
  accounts = await chain.rpc<`0x${string}`[]>('eth_accounts')
})
afterAll(() => browser?.stop())
afterEach(() => browser.closePages())

const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
const money = (units: bigint) => plain(`${amount(units, 6)} tUSD`)
const fact = (page: Page, name: string) => page.locator('.fact', { has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) }).first().locator('dd')
const at = () => ['--platform', platform]

async function api<T>(path: string): Promise<T> {
  return (await (await fetch(platform + path)).json()) as T
}

async function visit(place: string, as: string): Promise<Page> {
  const { page } = await browser.open(`${platform}/#/${place}`)
  await connect(page, as)
  return page
}

async function connect(page: Page, as: string) {
  await page.getByRole('button', { name: 'Connect Development wallet' }).click()
  await page.getByLabel('Account').waitFor()
  const offered = await page.getByLabel('Account').locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
  await page.getByLabel('Account').selectOption(offered.find((one) => one.toLowerCase() === as.toLowerCase())!)
}

describe('J1, a certificate', () => {
  const certifier = newWallet(files, 'certifier')
  const sealing = newWallet(files, 'sealing')
  const with_ = () => [...onChain(certifier.keystore), ...at()]

  /** Applies on the member's page. @returns the application's id */
  async function apply(page: Page): Promise<string> {
    await page.getByLabel('Certifier').waitFor()
    const certifiers = await page.getByLabel('Certifier').locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
    await page.getByLabel('Certifier').selectOption(certifiers.find((one) => one.toLowerCase() === certifier.address)!)
    for (const one of ['identity', 'location', 'measured quality']) await page.getByLabel(one, { exact: true }).check()
    await page.getByRole('button', { name: 'Seal, sign and apply' }).click()
    await page.getByText('Choose the document “identity”').waitFor()
    for (const kind of ['identity', 'location']) {
      await page.getByLabel(`Document: ${kind}`).setInputFiles({ name: `${kind}.pdf`, mimeType: 'application/pdf', buffer: randomBytes(30_000) })
    }
    await page.getByLabel('Last day of identity').fill('2035-12-31')
    await page.getByRole('button', { name: 'Seal, sign and apply' }).click()
    const link = page.getByRole('link', { name: 'See what becomes of it' })
    const place = await link.getAttribute('href', { timeout: 60_000 })
    return place!.split('/').at(-1)!
  }

  it('that is applied for with documents is refused with a reason that everybody reads', async () => {
    await chain.rpc('anvil_setBalance', certifier.address, GAS_MONEY)
    await chain.sendAs(chain.contracts['Timelock']!, 'Registry', 'setCertifier(address,uint8)', certifier.address, SCOPES)
    expect(await command('certifier', 'key', sealing.keystore, ...with_())).toContain('takes applications for')
    const page = await visit(`providers/${APPLICANT}`, accounts[APPLICANT_OWNER]!)
    await page.getByRole('heading', { name: 'Apply for certificates' }).waitFor({ timeout: 60_000 })
    const id = await apply(page)
    await expectAccessible(page)
    await expectOnPhoneInTheDark(page)
    await picture(page, 'apply', page.getByRole('heading', { name: 'Apply for certificates' }))
    const { received, manifest } = await api<{ received: string[]; manifest: { documents: { sha256: string }[] } }>(`/v1/applications/${id}`)
    expect([...received].sort()).toEqual(manifest.documents.map((one) => one.sha256).sort())
    await command('certifier', 'decide', id, '--refuse', 'The identity paper is cut off at its edge. Scan it whole.', ...with_())
    const { page: anybody } = await browser.open(`${platform}/#/certification/${id}`)
    await anybody.getByText('The identity paper is cut off at its edge. Scan it whole.').waitFor()
    expect(await fact(anybody, 'State').innerText()).toBe('refused')
    expect(plain(await anybody.innerText('main'))).not.toContain('30000')
  })

  it('is given to a node that was measured, on evidence whose hash the chain has', async () => {
    const page = await visit(`providers/${APPLICANT}`, accounts[APPLICANT_OWNER]!)
    await page.getByRole('heading', { name: 'Apply for certificates' }).waitFor({ timeout: 60_000 })
    const id = await apply(page)
    const { page: watching } = await browser.open(`${platform}/#/certification/${id}`)
    await watching.locator('.fact', { hasText: 'State' }).getByText('applied').waitFor()
    const campaign = command('certifier', 'probe', id, '--samples', file('samples.jsonl'), ...with_())
    await watching.locator('.fact', { hasText: 'State' }).getByText('probing').waitFor({ timeout: 60_000 })
    expect(await campaign).toContain('probes')
    // Without the documents having been read, nothing is issued.
    expect((await said('certifier', 'decide', id, '--samples', file('samples.jsonl'), '--yes', '--evidence', file('none.json'), ...with_())).exit).toBe(1)
    await command('certifier', 'decide', id, '--right', 'IDENTITY,LOCATION', '--samples', file('samples.jsonl'), '--evidence', file('evidence.json'), '--yes', ...with_())
    await watching.locator('.fact', { hasText: 'State' }).getByText('certified').waitFor({ timeout: 60_000 })
    expect(await chain.view('Registry', 'isCertified(uint64,uint8)', APPLICANT, SCOPES)).toEqual([1n])
    const number = /#(\d+)/.exec(await fact(watching, 'Certificate').innerText())![1]!
    const held = await chain.view('Registry', 'certificateOf(uint64)', BigInt(number))
    const shown = await watching.getByText('Keccak-256 on the chain:').locator('code').getAttribute('title')
    expect(held.map((value) => `0x${value.toString(16).padStart(64, '0')}`)).toContain(shown)
    const met = await watching.locator('table', { hasText: 'Criteria' }).locator('td[data-title="Met"]').allInnerTexts()
    expect(met.length).toBeGreaterThan(3)
    expect(new Set(met)).toEqual(new Set(['✓ met']))
    await expectAccessible(watching)
    await picture(watching, 'application')
    await watching.setViewportSize(PHONE)
    await expectNoSidewaysScroll(watching)

    const { page: list } = await browser.open(`${platform}/#/certification`)
    await list.getByText('Applications, the newest first').waitFor()
    await expectAccessible(list)
    await picture(list, 'certification')
  })
})

describe('J1, a listing that is paid', () => {
  /** The Registry's own code with another length of a period: thirty days is longer than any walk. @returns what puts it back */
  async function periodOf(seconds: number): Promise<() => Promise<unknown>> {
    const registry = chain.contracts['Registry']
    const code = await chain.rpc<string>('eth_getCode', registry, 'latest')
    // PUSH3 of the seconds of thirty days.
    const shorter = code.replaceAll('62278d00', `62${seconds.toString(16).padStart(6, '0')}`)
    expect(shorter, 'the Registry counts its periods in another way: look at PERIOD_SECONDS in Registry.sol').not.toBe(code)
    await chain.rpc('anvil_setCode', registry, shorter)
    return () => chain.rpc('anvil_setCode', registry, code)
  }

  it('is listed with its offer, lapses by itself, and is listed again once it was renewed', async () => {
    const owner = accounts[OWNER]!
    const taken = await Promise.all(SPARE.map((place) => chain.view('Registry', 'idOfNodeKey(address)', accounts[place]!)))
    const key = accounts[SPARE[taken.findIndex(([id]) => id === 0n)]!]!
    const token = chain.contracts['TestDollar']!
    if ((await chain.view('Registry', 'subscriptionPriceOf(address)', token))[0] === 0n) {
      await chain.sendAs(chain.contracts['Timelock']!, 'Registry', 'setSubscriptionPrice(address,uint256)', token, PRICE_UNITS)
    }
    const [before] = await chain.view('Registry', 'count()')
    const id = before! + 1n
    // The endpoint: its place among the arguments, its length, and its bytes, of which nobody asks any.
    const endpoint = Buffer.from('http://127.0.0.1:1')
    const bytes = `0x${endpoint.toString('hex').padEnd(64, '0')}` as const
    await chain.sendAs(owner, 'Registry', 'register(uint8,address,address,bytes32,string)', DIRECT, owner, key, 0n, 160n, endpoint.length, bytes)
    const page = await visit(`providers/${id}`, owner)
    await expect.poll(() => fact(page, 'Listed').innerText(), { timeout: 60_000 }).toBe('unlisted')
    const pay = page.getByRole('form', { name: 'Pay for the listing' })
    await pay.getByText('tUSD for thirty days').waitFor({ timeout: 30_000 })
    const offers = async () => (await api<OfferPage>('/v1/offers?limit=200')).offers.filter((one) => one.providerId === Number(id)).length
    const back = await periodOf(PERIOD_SECONDS)
    try {
      await pay.getByRole('button').click()
      await pay.getByText(/^The listing is paid until/).waitFor({ timeout: 60_000 })
      await publish(id, key)
      await expect.poll(offers, { timeout: 30_000 }).toBe(1)
      await expect.poll(() => fact(page, 'Listed').innerText(), { timeout: 30_000 }).toBe('listed')
    } finally {
      await back()
    }

    await fact(page, 'Listing paid until').getByText(/^lapsed on/).waitFor({ timeout: 2000 * PERIOD_SECONDS })
    const [until] = await chain.view('Registry', 'paidUntilOf(uint64)', id)
    expect(until! * 1000n).toBeLessThan(BigInt(Date.now()))
    expect(await fact(page, 'Listing paid until').innerText()).toContain(time(Number(until)))
    await expect.poll(() => fact(page, 'Listed').innerText(), { timeout: 60_000 }).toBe('unlisted')
    expect(await chain.view('Registry', 'isListed(uint64)', id)).toEqual([0n])
    await expect.poll(offers, { timeout: 30_000 }).toBe(0)
    await expectAccessible(page)
    await picture(page, 'lapsed')
    const { page: market } = await browser.open(`${platform}/#/`)
    await market.locator('tbody tr').first().waitFor()
    expect(await market.locator(`a[href="#/providers/${id}"]`).count()).toBe(0)

    await pay.getByRole('button').click()
    await expect.poll(() => fact(page, 'Listed').innerText(), { timeout: 60_000 }).toBe('listed')
    expect((await chain.view('Registry', 'paidUntilOf(uint64)', id))[0]! - until!).toBeGreaterThan(THIRTY_DAYS_SECONDS)
    await expect.poll(offers, { timeout: 30_000 }).toBe(1)
    // Its node is nobody's: what it offers must not be in the way of other walks.
    await chain.sendAs(owner, 'Orchestrator', 'cancelOffers(uint64)', id)
    await expect.poll(offers, { timeout: 30_000 }).toBe(0)
  })

  /** An offer as a node signs it, made from that of another. */
  async function publish(id: bigint, key: string) {
    const model = (await api<{ offers: { offer: Record<string, string>; quality: object }[] }>('/v1/offers?limit=1')).offers[0]!
    const offer = { ...model.offer, providerId: `${id}`, nonce: '0', salt: BigInt(`0x${randomBytes(31).toString('hex')}`).toString() }
    const names = 'uint64 providerId,uint16 market,uint96 ratePerGib,uint64 egressPerGib,uint64 capacityBytes,uint64 minimumBytes,uint32 minimumSeconds,uint32 maximumSeconds,uint32 collateralSeconds,uint8 class,bytes32 region,bytes32 qualityHash,uint32 expiry,uint32 nonce,uint256 salt'
    const { offerClass, ...rest } = offer as typeof offer & { offerClass: string }
    const typed = {
      types: {
        EIP712Domain: ['string name', 'string version', 'uint256 chainId', 'address verifyingContract'].map(field),
        Offer: names.split(',').map(field),
      },
      primaryType: 'Offer',
      domain: { name: 'Flashback', version: '1', chainId: 31_337, verifyingContract: chain.contracts['Orchestrator'] },
      message: { ...rest, class: offerClass },
    }
    const signature = await chain.rpc<string>('eth_signTypedData_v4', key, typed)
    const answer = await fetch(`${platform}/v1/offers`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomBytes(16).toString('hex') }, body: JSON.stringify({ offer, signature, quality: model.quality }) })
    expect(answer.status, await answer.text()).toBeLessThan(300)
  }
  const field = (text: string) => ({ type: text.split(' ')[0]!, name: text.split(' ')[1]! })
})

describe('a request for quotes', () => {
  it('is signed, answered by providers, and becomes an SLA by one signature over what was shown', async () => {
    const consumer = accounts[CONSUMER]!
    const page = await visit('requests', consumer)
    const form = page.getByRole('form', { name: 'Sign the request' })
    await form.getByLabel('Volume, GiB').fill('1')
    await form.getByLabel('Days').fill('1')
    await form.getByLabel('Redundancy').fill('1 of 2')
    await form.getByLabel('To be read, GiB').fill('1')
    await form.getByLabel('Budget, tUSD').fill('50')
    await form.getByRole('button').click()
    await page.getByRole('link', { name: 'See the answers as they come' }).click({ timeout: 60_000 })
    const id = new URL(page.url()).hash.split('/').at(-1)!
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Nobody has answered yet.').waitFor({ timeout: 30_000 })
    await picture(page, 'request')
    for (const [node, region] of [[1, 'eu-de'], [2, 'eu-fr']] as const) {
      await command('quote', 'answer', id, '--price', `0.00${node}`, '--region', region, ...onChain(join(given('FLASHBACK_NETWORK'), `node-${node}`, 'keystore.json')), ...at())
    }
    const rows = page.locator('table', { hasText: 'Answers, the cheapest first' }).locator('tbody tr')
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(2)
    expect(await fact(page, 'Answers').innerText()).toBe('2')
    // 64.32 fixed point rounds down to the second: a unit a month may go.
    const priced = await rows.locator('td[data-title="GiB and month"]').allInnerTexts()
    expect(priced.map((text) => Math.round(Number.parseFloat(text) * 1e5))).toEqual([100, 200])
    await page.getByRole('button', { name: 'Quote from the answers' }).click()
    const card = page.getByRole('region', { name: /^Quote/ })
    await card.getByRole('button', { name: /^Sign and lock/ }).waitFor({ timeout: 60_000 })
    const providers = await card.locator('td[data-title="Provider"]').allInnerTexts()
    expect(providers.sort()).toEqual(['#1', '#2'])
    await expectAccessible(page)
    await expectOnPhoneInTheDark(page)
    await picture(page, 'answers')
    const shown = plain(await fact(page, 'Locks in all').innerText())
    const holds = async () => (await chain.view('TestDollar', 'balanceOf(address)', consumer))[0]!
    const before = await holds()
    await card.getByRole('button', { name: /^Sign and lock/ }).click()
    await card.getByText(/^Opened by transaction/).waitFor({ timeout: 120_000 })
    expect(money(before - (await holds()))).toBe(shown)
    const sla = (await card.getByRole('link', { name: 'see the agreements and their pay' }).getAttribute('href'))!.split('/').at(-1) as `0x${string}`
    const [, holder] = await chain.view('Orchestrator', 'slaOf(bytes32)', sla)
    expect(holder).toBe(BigInt(consumer))
    await page.setViewportSize(PHONE)
    await expectNoSidewaysScroll(page)
  })
})
