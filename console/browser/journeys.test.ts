import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Design, OfferPage, Sla } from '../src/api'
import { amount, percent, ranges } from '../src/format'
import { addressOf, keccak } from '../src/wallet/abi'
import { Browser, expectAccessible, expectNoSidewaysScroll, PHONE, picture, type Look } from './Browser'
import { Chain, given } from './Chain'

/** `Transfer(address,address,uint256)` of ERC-20. */
const TRANSFER = keccak(new TextEncoder().encode('Transfer(address,address,uint256)'))
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
    const [free, committed] = await chain.view('StakeManager', 'stakeOf(uint64,address)', 1n, chain.contracts['TestDollar']!)
    const owner = addressOf((await chain.view('Registry', 'ownerOf(uint64)', 1n))[0]!)
    expect(plain(await fact(page, 'Stake that is free').innerText())).toBe(money(free!))
    expect(plain(await fact(page, 'Stake that is collateral').innerText())).toBe(money(committed!))
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
    await page.getByRole('button', { name: 'Connect Development wallet' }).click()
    const owner = addressOf((await chain.view('Registry', 'ownerOf(uint64)', 4n))[0]!)
    await page.getByLabel('Account').waitFor()
    const accounts = await page.getByLabel('Account').locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
    await page.getByLabel('Account').selectOption(accounts.find((one) => one.toLowerCase() === owner)!)
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
    await expect.poll(async () => plain(await fact(page, 'Stake that is leaving').innerText())).toBe(money(1_250_000n))
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
    const [free, committed] = await chain.view('StakeManager', 'stakeOf(uint64,address)', 1n, chain.contracts['TestDollar']!)
    expect(plain(await fact(page, 'Bonded stake').innerText())).toBe(money(free! + committed!))
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
    const leg = page.locator('section.card', { hasText: 'Piece 0' })
    const deposit = async () => BigInt((await api<Sla>(`/v1/slas/${newest.id}`)).agreements[0]!.deposit)
    const before = await deposit()
    await leg.getByText('Add money, extend or end').click()
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

describe('J6, J9 and J10, what runs', () => {
  it('an SLA shows the state, the consumer and the legs that the Orchestrator holds', async () => {
    const id = given('FLASHBACK_SLA') as `0x${string}`
    const page = await visit(`slas/${id}`)
    await page.locator('section.card').first().waitFor()
    const [state, consumer, , , legs] = await chain.view('Orchestrator', 'slaOf(bytes32)', id)
    expect(await fact(page, 'State').innerText()).toBe(SLA_STATES[Number(state)]!.toLowerCase())
    expect((await fact(page, 'Consumer').innerText()).toLowerCase()).toBe(addressOf(consumer!))
    expect(await page.locator('section.card', { hasText: 'at provider' }).count()).toBe(Number(legs))
    await picture(page, 'sla')
  })

  it('measured quality is drawn against what the signed offers promised', async () => {
    const id = given('FLASHBACK_SLA')
    const page = await visit(`slas/${id}`)
    const quote = await api<{ offers: { quality: { uptimeBps: number } }[] }>(`/v1/quotes/${id}`)
    const promised = percent(quote.offers[0]!.quality.uptimeBps)
    const leg = page.locator('section.card', { hasText: 'Piece 0' })
    await leg.getByText('Quality', { exact: true }).click()
    const plot = leg.getByRole('img', { name: new RegExp(`^Uptime over .* promised ${promised}\\.$`) })
    await plot.waitFor({ timeout: 110_000 })
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
    }, undefined, { timeout: 110_000 })
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
