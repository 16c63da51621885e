import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { rateChangeData, rateOf, type RateChange } from '../src/agreement'
import type { Design, Network, OfferPage, Sla } from '../src/api'
import { amount, percent, ranges } from '../src/format'
import { addressOf, keccak } from '../src/wallet/abi'
import { digest } from '../src/wallet/typed'
import { Browser, expectAccessible, expectNoSidewaysScroll, PHONE, picture, type Look } from './Browser'
import { Chain, given } from './Chain'

/** `Transfer(address,address,uint256)` of ERC-20. */
const TRANSFER = keccak(new TextEncoder().encode('Transfer(address,address,uint256)'))
const PRICE_UNITS = 25_000_000n
const IDENTITY = 1
/** Somebody who is nobody else in the development network. */
const CERTIFIER = `0x${'ce'.repeat(20)}` as const
const SLA_STATES = ['NONE', 'FORMING', 'RUNNING', 'DEGRADED', 'FAILED', 'ENDED']

let browser: Browser
let chain: Chain
let platform: string

beforeAll(async () => {
  platform = given('FLASHBACK_PLATFORM')
  chain = new Chain(given('FLASHBACK_CHAIN'), given('FLASHBACK_DEPLOYMENT'))
  browser = await Browser.start()
})
afterAll(() => browser?.stop())
afterEach(() => browser.closePages())

async function visit(place: string, look: Look = {}): Promise<Page> {
  const { page } = await browser.open(`${platform}/#/${place}`, look)
  await page.waitForFunction(() => document.querySelector('h1') !== null && !/Loading…|Computing…/.test(document.body.innerText))
  return page
}

async function api<T>(path: string): Promise<T> {
  return (await (await fetch(platform + path)).json()) as T
}

const fact = (page: Page, name: string) => page.locator('.fact', { has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) }).first().locator('dd')
const rowsOf = (page: Page, caption: RegExp) => page.locator('table', { has: page.locator('caption', { hasText: caption }) }).locator('tbody tr')
const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
const money = (units: bigint) => plain(`${amount(units, 6)} tUSD`)

/** The page's figure comes to be the chain's: what others open and what is slashed meanwhile moves both. */
async function expectStake(page: Page, name: string, id: bigint, of: (free: bigint, committed: bigint) => bigint) {
  const differ = async () => {
    const [free, committed] = await chain.view('StakeManager', 'stakeOf(uint64,address)', id, chain.contracts['TestDollar']!)
    const shown = plain(await fact(page, name).innerText())
    return shown === money(of(free!, committed!)) ? 'nothing' : `${name}: shown ${shown}, held ${money(of(free!, committed!))}`
  }
  await expect.poll(differ, { timeout: 30_000 }).toBe('nothing')
}

/** Connects the development wallet with one of its accounts. */
async function connectAs(page: Page, wanted: string) {
  await page.getByRole('button', { name: 'Connect Development wallet' }).click()
  await page.getByLabel('Account').waitFor()
  const accounts = await page.getByLabel('Account').locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
  await page.getByLabel('Account').selectOption(accounts.find((one) => one.toLowerCase() === wanted.toLowerCase())!)
}

describe('J1 and J2, who joined', () => {
  it('the register shows every member as the Registry and the StakeManager hold it', async () => {
    const page = await visit('providers')
    const [count] = await chain.view('Registry', 'count()')
    await page.getByText(`${count} members`, { exact: true }).waitFor()
    for (let id = 1n; id <= count!; id++) {
      const [listed] = await chain.view('Registry', 'isListed(uint64)', id)
      const row = page.locator('tr', { has: page.getByRole('link', { name: `#${id}`, exact: true }) })
      expect(await row.locator('.state').innerText()).toBe(listed === 1n ? 'listed' : 'unlisted')
    }
    await picture(page, 'register')
  })

  it('a member shows its stake and its way into the register, and who does not match is not shown', async () => {
    const page = await visit('providers/1')
    const owner = addressOf((await chain.view('Registry', 'ownerOf(uint64)', 1n))[0]!)
    await expectStake(page, 'Stake that is free', 1n, (free) => free)
    await expectStake(page, 'Stake that is collateral', 1n, (_, committed) => committed)
    expect((await fact(page, 'Owner').innerText()).toLowerCase()).toBe(owner)
    expect(await rowsOf(page, /^Status$/).last().innerText()).toContain('active')
    await picture(page, 'member')

    const register = await visit('providers')
    await register.getByLabel('Number, kind or address').fill('reporter')
    await register.getByText('4 members', { exact: true }).waitFor()
  })
})

describe('the provider desk', () => {
  it('shows what the contract holds for the provider, and its owner bonds more stake from it', async () => {
    const page = await visit('providers/4')
    await connectAs(page, addressOf((await chain.view('Registry', 'ownerOf(uint64)', 4n))[0]!))
    const free = async () => (await chain.view('StakeManager', 'stakeOf(uint64,address)', 4n, chain.contracts['TestDollar']!))[0]!
    const before = await free()
    await page.getByLabel('Stake, tUSD').fill('1.25')
    await page.getByRole('button', { name: 'Add stake' }).click()
    await page.getByText('It is bonded.').waitFor({ timeout: 60_000 })
    expect((await free()) - before).toBe(1_250_000n)
    await expectAccessible(page)
    await picture(page, 'desk', page.getByRole('heading', { name: 'Earnings' }))

    await page.getByLabel('Stake, tUSD').fill('1.25')
    await page.getByRole('button', { name: 'Ask for stake back' }).click()
    await page.getByText('It is unbonding.').waitFor({ timeout: 60_000 })
    const leaving = (await chain.view('StakeManager', 'stakeOf(uint64,address)', 4n, chain.contracts['TestDollar']!))[2]!
    expect(leaving).toBeGreaterThanOrEqual(1_250_000n)
    await expect.poll(async () => plain(await fact(page, 'Stake that is leaving').innerText()), { timeout: 30_000 }).toBe(money(leaving))
  })
})

describe('J1, a listing that is paid', () => {
  it('the owner pays for thirty days more from the desk, and the page tells the end that the Registry holds', async () => {
    const token = chain.contracts['TestDollar']!
    const asked = () => chain.view('Registry', 'subscriptionPriceOf(address)', token)
    if ((await asked())[0] === 0n) await chain.sendAs(chain.contracts['Timelock']!, 'Registry', 'setSubscriptionPrice(address,uint256)', token, PRICE_UNITS)
    const [price] = await asked()
    const page = await visit('providers/3')
    const owner = addressOf((await chain.view('Registry', 'ownerOf(uint64)', 3n))[0]!)
    await connectAs(page, owner)
    const pay = page.getByRole('form', { name: 'Pay for the listing' })
    await expect.poll(async () => plain(await pay.innerText()), { timeout: 30_000 }).toContain(`${plain(amount(price!, 6))} tUSD for thirty days`)
    const held = async () => (await chain.view(token, 'balanceOf(address)', owner))[0]!
    const before = await held()
    await pay.getByRole('button').click()
    await pay.getByText(/^The listing is paid until/).waitFor({ timeout: 60_000 })
    expect(before - (await held())).toBe(price!)
    const [until] = await chain.view('Registry', 'paidUntilOf(uint64)', 3n)
    const shown = await page.evaluate((second) => new Date(second * 1000).getFullYear(), Number(until))
    await expect.poll(async () => plain(await fact(page, 'Listing paid until').innerText()), { timeout: 30_000 }).toMatch(new RegExp(`^${shown}-`))
    expect(await rowsOf(page, /^Payments for the listing$/).count()).toBeGreaterThan(0)
    await expectAccessible(page)
  })
})

describe('J2, whom a certifier speaks for', () => {
  it('is told apart from who is not certified, in the register and beside its offer', async () => {
    const governor = chain.contracts['Timelock']!
    await chain.sendAs(governor, 'Registry', 'setCertifier(address,uint8)', CERTIFIER, IDENTITY)
    const now = Number((await chain.rpc<{ timestamp: string }>('eth_getBlockByNumber', 'latest', false)).timestamp)
    await chain.sendAs(CERTIFIER, 'Registry', 'issueCertificate(uint64,uint8,bytes32,uint40,uint40)', 2n, IDENTITY, keccak(new Uint8Array(1)), now, now + 86_400)
    const register = await visit('providers')
    const seal = (id: number) => register.locator('tr', { has: register.getByRole('link', { name: `#${id}`, exact: true }) }).locator('td[data-title="Certified"]')
    await expect.poll(() => seal(2).innerText(), { timeout: 60_000 }).toContain('✓ identity')
    expect(await chain.view('Registry', 'isCertified(uint64,uint8)', 2n, IDENTITY)).toEqual([1n])
    expect(await seal(1).innerText()).toBe('not certified')

    const market = await visit('')
    await market.getByLabel('Certified only').check()
    const certified = async () => (await api<OfferPage>('/v1/offers?limit=50')).offers.filter((offer) => offer.certified.length > 0)
    await expect.poll(() => market.locator('tbody tr').count(), { timeout: 60_000 }).toBe((await certified()).length)
    await market.locator(`a[href="#/offers/${(await certified()).find((offer) => offer.providerId === 2)!.hash}"]`).click()
    await expect.poll(() => fact(market, 'Certified').innerText(), { timeout: 30_000 }).toContain('✓ identity')
    await picture(market, 'certified')
  })
})

describe('J4, looking for an offer', () => {
  it('the marketplace has the order of the API, and what it calls listed is listed on the chain', async () => {
    const page = await visit('')
    const offers = (await api<OfferPage>('/v1/offers?limit=50&sort=RANK')).offers
    await page.getByText(`${offers.length} offers`, { exact: true }).waitFor()
    const links = await page.locator('tbody tr td:first-child a').evaluateAll((all) => all.map((one) => one.getAttribute('href')))
    expect(links).toEqual(offers.map((offer) => `#/offers/${offer.hash}`))
    for (const offer of offers) {
      expect(await chain.view('Registry', 'isListed(uint64)', BigInt(offer.providerId))).toEqual([1n])
    }
    await picture(page, 'marketplace')
  })

  it('a filter leaves only what it asks for, and an offer tells why it stands where it stands', async () => {
    const page = await visit('')
    await page.getByLabel('Order').selectOption('PRICE')
    await page.getByLabel('Region').fill('eu-de')
    await page.getByText('1 offer', { exact: true }).waitFor()
    await page.locator('tbody tr td:first-child a').click()
    await page.getByRole('heading', { name: 'Why it stands where it stands' }).waitFor()
    await expectStake(page, 'Bonded stake', 1n, (free, committed) => free + committed)
    await picture(page, 'offer')
  })

  it('is the same on a phone and in the dark', async () => {
    const page = await visit('', { size: PHONE, dark: true })
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(18, 24, 31)')
    await picture(page, 'phone-dark')
  })
})

describe('J5, designing', () => {
  it('the designer shows the plans of the API, and says which wish is in the way', async () => {
    const page = await visit('design')
    await page.getByText(/plans? serves? these wishes\./).waitFor()
    const asked = page.waitForResponse((response) => response.url().endsWith('/v1/designs') && response.request().postDataJSON().volumeBytes === `${3n << 30n}`)
    await page.getByLabel('Volume, GiB').fill('3')
    const design = (await (await asked).json()) as Design
    await page.waitForFunction(() => !document.body.innerText.includes('Computing…'))
    const shown = await rowsOf(page, /^Plans/).locator('td[data-title="Locks"]').allInnerTexts()
    expect(shown.map(plain)).toEqual(design.plans.map((plan) => money(BigInt(plan.total))))
    await picture(page, 'designer')

    await page.getByLabel('Regions').fill('xx-nowhere')
    await page.getByText(/^These wishes cannot be met/).waitFor()
  })
})

describe('J6, one signature', () => {
  it('opens what was shown: the escrow grows by exactly that, and nothing else leaves the wallet', async () => {
    const page = await visit('design')
    await page.getByRole('button', { name: 'Connect Development wallet' }).click()
    const account = await page.getByLabel('Account').inputValue()
    const token = chain.contracts['TestDollar']!
    const balance = async (of: string) => (await chain.view(token, 'balanceOf(address)', of as `0x${string}`))[0]!
    await page.getByLabel('Volume, GiB').fill('1')
    await page.getByLabel('To be read, GiB').fill('1')
    await page.getByRole('button', { name: 'Quote the cheapest plan' }).click()
    const card = page.getByRole('region', { name: 'Quote, fast' })
    await card.getByRole('button', { name: /^Sign and lock/ }).waitFor()
    const shown = plain(await fact(page, 'Locks in all').innerText())
    const before = await balance(account)
    expect(plain(await fact(page, 'This wallet holds').innerText())).toBe(money(before))
    await expectAccessible(page)
    await picture(page, 'opening', page.getByRole('heading', { name: 'Take a plan' }))
    const asked = page.waitForRequest((request) => request.url().endsWith('/v1/slas') && request.method() === 'POST')
    await card.getByRole('button', { name: /^Sign and lock/ }).click()
    const sent = (await asked).postData()!
    await card.getByText(/^Opened by transaction/).waitFor()

    const paid = before - (await balance(account))
    expect(money(paid)).toBe(shown)
    // Others are paid from the same escrow meanwhile: what this opening moved is in its own transaction.
    const transaction = await card.getByText(/^Opened by transaction/).locator('code').getAttribute('title')
    const receipt = await chain.rpc<{ logs: { address: string; topics: string[]; data: string }[] }>('eth_getTransactionReceipt', transaction)
    const transfers = receipt.logs.filter((log) => log.address === token && log.topics[0] === TRANSFER)
    expect(transfers.map((log) => [...log.topics.slice(1).map((topic) => addressOf(BigInt(topic))), BigInt(log.data)])).toEqual([
      [account.toLowerCase(), chain.contracts['Orchestrator'], paid],
    ])
    expect(Object.keys(JSON.parse(sent) as object).sort()).toEqual(['quoteHash', 'signature', 'sla', 'validAfter', 'validBefore'])

    await card.getByRole('link', { name: 'see the agreements and their pay' }).click()
    await page.getByRole('heading', { name: /^SLA/ }).waitFor()
    const id = new URL(page.url()).hash.split('/').at(-1) as `0x${string}`
    const [, consumer] = await chain.view('Orchestrator', 'slaOf(bytes32)', id)
    expect(addressOf(consumer!)).toBe(account.toLowerCase())
    expect(plain(await fact(page, 'Locked at the opening').innerText())).toBe(shown)
  })

  it('adds money, lets a gateway act, gives out a mandate and gives notice, by the consumer\'s wallet alone', async () => {
    const page = await visit('slas')
    await page.getByRole('button', { name: 'Connect Development wallet' }).click()
    const account = await page.getByLabel('Account').inputValue()
    const newest = (await api<{ slas: Sla[] }>(`/v1/slas?consumer=${account}&limit=1`)).slas[0]!
    await page.locator(`a[href="#/slas/${newest.id}"]`).click()
    const leg = page.locator('.live section.card', { hasText: 'Piece 0' })
    const deposit = async () => BigInt((await api<Sla>(`/v1/slas/${newest.id}`)).agreements[0]!.deposit)
    const before = await deposit()
    await leg.getByText('Add money, extend, change or end').click()
    await leg.getByRole('form', { name: 'Add', exact: true }).getByLabel('Amount, tUSD').fill('0.5')
    await leg.getByRole('button', { name: 'Add', exact: true }).click()
    await leg.getByText('The money is in the agreement.').waitFor({ timeout: 60_000 })
    await expect.poll(deposit, { timeout: 30_000 }).toBe(before + 500_000n)

    await page.getByRole('button', { name: 'Let it act' }).click()
    const told = await page.getByText(/^Grant \d+ is on the chain/).innerText({ timeout: 60_000 })
    const grant = await chain.view('AccessGrants', 'grantOf(uint64)', BigInt(/\d+/.exec(told)![0]))
    expect(grant.map(addressOf)).toContain(account.toLowerCase())

    await page.getByRole('button', { name: 'Give notice' }).first().waitFor({ timeout: 60_000 })
    const file = page.waitForEvent('download')
    const extend = leg.getByRole('form', { name: 'Sign a mandate' })
    await extend.getByLabel('At most, tUSD').fill('1')
    await extend.getByRole('button', { name: 'Sign a mandate' }).click()
    const mandate = JSON.parse(readFileSync(await (await file).path(), 'utf8')) as Record<string, string>
    expect(mandate).toMatchObject({ agreement: newest.agreements[0]!.id, budget: '1000000', consumerNonce: '0' })
    expect(mandate['consumerSignature']).toMatch(/^0x[0-9a-f]{130}$/)
    await expectAccessible(page)
    await picture(page, 'agreement', leg.locator('.stream'))

    await leg.getByRole('button', { name: 'Settle and close' }).click()
    await leg.getByText(/It is too early: possible from .* Nothing was sent\./).waitFor()
    await leg.getByRole('button', { name: 'Give notice' }).click()
    await leg.locator('h2 .state', { hasText: 'notice' }).waitFor({ timeout: 60_000 })
  })
})

describe('J13, other terms and an early exit', () => {
  it('another rate is signed by the consumer alone and is nothing until the provider signs; mandates are taken back', async () => {
    const page = await visit('slas')
    await page.getByRole('button', { name: 'Connect Development wallet' }).click()
    const account = await page.getByLabel('Account').inputValue()
    const sla = (await api<{ slas: Sla[] }>(`/v1/slas?consumer=${account}&limit=1`)).slas[0]!
    await page.locator(`a[href="#/slas/${sla.id}"]`).click()
    const leg = page.locator('.live section.card', { hasText: 'Piece 1' })
    const id = sla.agreements.find((one) => one.legIndex === 1)!.id
    await leg.locator('h2 .state', { hasText: 'active' }).waitFor({ timeout: 60_000 })
    await leg.getByText('Add money, extend, change or end').click()

    const form = leg.getByRole('form', { name: 'Sign another rate' })
    await form.getByLabel('A day, tUSD').fill('0.01')
    await form.getByLabel('From epoch').fill('1')
    await form.getByRole('button').click()
    await form.getByText(/^Epoch \d+ runs now, and the agreement ends with epoch/).waitFor()
    await form.getByLabel('From epoch').fill('')
    const file = page.waitForEvent('download')
    await form.getByRole('button').click()
    const change = JSON.parse(readFileSync(await (await file).path(), 'utf8')) as Record<string, string>
    expect(change).toMatchObject({ agreement: id, rate: `${rateOf(10_000n)}`, number: '1' })
    const network = await api<Network>('/v1/network')
    const { consumer, ...terms } = change
    expect(await chain.signerOf(digest(rateChangeData(terms as unknown as RateChange, network)), consumer!)).toBe(account.toLowerCase())
    const [waits] = await chain.view('Orchestrator', 'rateChangeOf(uint128)', BigInt(id))
    expect(waits).toBe(0n)
    await expectAccessible(page)
    await picture(page, 'terms', form)

    await leg.getByRole('button', { name: 'Take mandates back' }).click()
    await leg.getByText('No mandate of this wallet for this agreement counts any more.').waitFor({ timeout: 60_000 })
    expect(await chain.view('Orchestrator', 'mandateNonceOf(uint128,address)', BigInt(id), account as `0x${string}`)).toEqual([1n])
  })
})

describe('J6, J9 and J10, what runs', () => {
  it('an SLA shows the state, the consumer and the legs that the Orchestrator holds', async () => {
    const id = given('FLASHBACK_SLA') as `0x${string}`
    const page = await visit(`slas/${id}`)
    await page.locator('.live section.card').first().waitFor()
    const [state, consumer, , , legs] = await chain.view('Orchestrator', 'slaOf(bytes32)', id)
    expect(await fact(page, 'State').innerText()).toBe(SLA_STATES[Number(state)]!.toLowerCase())
    expect((await fact(page, 'Consumer').innerText()).toLowerCase()).toBe(addressOf(consumer!))
    expect(await page.locator('.live section.card', { hasText: 'at provider' }).count()).toBe(Number(legs))
    await picture(page, 'sla')
  })

  it('measured quality is drawn against what the signed offers promised', async () => {
    const id = given('FLASHBACK_SLA')
    const page = await visit(`slas/${id}`)
    const quote = await api<{ offers: { offer: { providerId: string }; quality: { uptimeBps: number } }[] }>(`/v1/quotes/${id}`)
    // A leg of the opening: what replaced one since is in no quote.
    const live = (await api<Sla>(`/v1/slas/${id}`)).agreements.filter((one) => one.state === 'ACTIVE')
    const [offer, agreement] = quote.offers
      .map((one) => [one, live.find((leg) => leg.providerId === Number(one.offer.providerId))] as const)
      .find(([, leg]) => leg !== undefined)!
    const promised = percent(offer.quality.uptimeBps)
    const leg = page.locator(`.live section[aria-labelledby="leg-${agreement!.id}"]`)
    await leg.getByText('Quality', { exact: true }).click()
    const plot = leg.getByRole('img', { name: new RegExp(`^Uptime over .* promised ${promised}\\.$`) })
    await plot.waitFor({ timeout: 240_000 })
    expect(await plot.locator('.dot').count()).toBeGreaterThan(0)
    await expectAccessible(page)
    await picture(page, 'quality', leg.locator('.plots'))
  })

  it('pay streams visibly, and each settlement on the chain comes to the page by itself', async () => {
    const id = given('FLASHBACK_SLA')
    const page = await visit(`slas/${id}`)
    const first = page.locator('section.card .stream .money').first()
    const before = await first.innerText()
    await page.waitForFunction((text) => document.querySelector('section.card .stream .money')?.textContent !== text, before.replace(/\n/g, ''))
    await page.waitForFunction(() => {
      const paid = [...document.querySelectorAll('.fact')].find((one) => /^Paid by settlements/.test(one.textContent ?? ''))
      return /[1-9]/.test(paid?.querySelector('dd')?.textContent ?? '')
    }, undefined, { timeout: 240_000 })
    const sla = await api<Sla>(`/v1/slas/${id}`)
    const confirmed = await page.locator('.fact', { hasText: 'Confirmed epochs' }).first().locator('dd').innerText()
    expect(ranges(sla.agreements[0]!.confirmedEpochs).startsWith(confirmed.split('–')[0]!)).toBe(true)
  })

  it('an epoch shows the seed that the beacon holds and who proved in it', async () => {
    const page = await visit('epochs')
    const [current] = await chain.view('Orchestrator', 'currentEpoch()')
    const told = Number(/Epoch (\d+) runs now/.exec(await page.innerText('main'))?.[1])
    expect(Math.abs(told - Number(current))).toBeLessThanOrEqual(1)
    const row = rowsOf(page, /^Epochs/).filter({ has: page.locator('td[data-title="Proofs"]', { hasText: '#' }) }).first()
    const epoch = BigInt(await row.locator('td').first().innerText())
    const [seed] = await chain.view('RandomBeacon', 'seedOf(uint32)', epoch)
    expect(await row.locator('td[data-title="Seed"] code').getAttribute('title')).toBe(`0x${seed!.toString(16).padStart(64, '0')}`)
    for (const provider of (await row.locator('td[data-title="Proofs"]').innerText()).split(' ')) {
      expect(await chain.view('Orchestrator', 'isConfirmed(uint64,uint32)', BigInt(provider.slice(1)), epoch)).toEqual([1n])
    }
    await picture(page, 'epochs')
  })
})
