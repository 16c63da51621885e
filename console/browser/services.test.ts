import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { amount } from '../src/format'
import { signed } from '../src/s3/sigv4'
import { createBucket } from '../src/s3/store'
import { addressOf } from '../src/wallet/abi'
import { Browser, expectAccessible, expectNoSidewaysScroll, expectOnPhoneInTheDark, PHONE, picture } from './Browser'
import { Chain, given } from './Chain'
import { command, folder, onChain, said } from './Command'

const MIGRATION = 8
const STAKE = 2_000_000_000n
const PRICE = 100_000_000n
const FEE_BPS = 200n
const OBJECTS = 5
/** In the order of the development network's wallets. */
const [DEPLOYER, CONSUMER, OWNER, PAYOUT] = [0, 1, 16, 13]
const DELIVERED = 1n
const [ACCEPTED, DISPUTED, LAPSED] = [2n, 3n, 6n]

let browser: Browser
let chain: Chain
let platform: string
let consumer: `0x${string}`
let owner: `0x${string}`
let payout: `0x${string}`
let provider: bigint
const files = folder()
const file = (name: string) => join(files, name)

beforeAll(async () => {
  platform = given('FLASHBACK_PLATFORM')
  chain = new Chain(given('FLASHBACK_CHAIN'), given('FLASHBACK_DEPLOYMENT'))
  browser = await Browser.start()
  const accounts = await chain.rpc<`0x${string}`[]>('eth_accounts')
  ;[consumer, owner, payout] = [accounts[CONSUMER]!, accounts[OWNER]!, accounts[PAYOUT]!]
  const [known] = await chain.view('Registry', 'idOfNodeKey(address)', owner)
  // A key is a node's once: a network that was walked before knows it.
  if (known === 0n) {
    // An empty endpoint: its place among the arguments, and its length.
    await chain.sendAs(owner, 'Registry', 'register(uint8,address,address,bytes32,string)', MIGRATION, payout, owner, 0n, 160n, 0n)
  }
  provider = (await chain.view('Registry', 'idOfNodeKey(address)', owner))[0]!
  const token = chain.contracts['TestDollar']!
  await chain.sendAs(accounts[DEPLOYER]!, 'TestDollar', 'mint(address,uint256)', owner, STAKE)
  await chain.sendAs(owner, 'TestDollar', 'approve(address,uint256)', chain.contracts['StakeManager']!, STAKE)
  await chain.sendAs(owner, 'StakeManager', 'stake(uint64,address,uint256)', provider, token, STAKE)
  await migrate()
}, 300_000)
afterAll(() => browser?.stop())
afterEach(() => browser.closePages())

const keys = () => ({ endpoint: given('FLASHBACK_GATEWAY'), region: 'us-east-1', accessKeyId: given('FLASHBACK_ACCESS_KEY'), secret: given('FLASHBACK_SECRET_KEY') })
const balance = async (of: string) => (await chain.view('TestDollar', 'balanceOf(address)', of as `0x${string}`))[0]!
const stage = (id: bigint, milestone = 0) => chain.view('Engagements', 'milestoneOf(uint64,uint8)', id, milestone)
const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
const money = (units: bigint) => plain(`${amount(units, 6)} tUSD`)
const fact = (page: Page, name: string) => page.locator('.fact', { has: page.locator('dt', { hasText: new RegExp(`^${name}$`) }) }).first().locator('dd')

/** Objects at a source, and the same at a target: what the provider was hired for, done. */
async function migrate() {
  const seed = randomBytes(8).toString('hex')
  process.stdout.write(`Objects of the migration with seed ${seed}\n`)
  const [source, target] = [`walk-from-${seed}`, `walk-to-${seed}`]
  for (const bucket of [source, target]) {
    await createBucket(keys(), bucket)
    for (let index = 0; index < OBJECTS; index++) {
      await put(bucket, `object-${index}`, createHash('sha512').update(`${seed} ${index}`).digest())
    }
  }
  writeFileSync(file('secret'), keys().secret, { mode: 0o600 })
  const at = (bucket: string) => ['--endpoint', keys().endpoint, '--bucket', bucket, '--access-key-id', keys().accessKeyId, '--secret-file', file('secret')]
  await command('service', 'statement', file('work.json'), '--from', 'the old store', '--to', 'the new store', ...at(source))
  await command('service', 'manifest', file('done.json'), '--statement', file('work.json'), ...at(target))
  expect(await command('service', 'check', file('done.json'), '--statement', file('work.json'), ...at(target))).toContain(`all ${OBJECTS} objects`)
  // One digit of one checksum is another.
  writeFileSync(file('lie.json'), readFileSync(file('done.json'), 'utf8').replace(/("sha256" : ")(.)/, (_, name: string, digit: string) => name + (digit === '0' ? '1' : '0')))
  const found = await said('service', 'check', file('lie.json'), '--statement', file('work.json'), ...at(target))
  expect(found.exit).toBe(1)
  writeFileSync(file('findings.txt'), found.out)
}

async function put(bucket: string, name: string, bytes: Buffer) {
  const { url, headers } = await signed(keys(), 'PUT', `/${bucket}/${name}`, [], new Date())
  expect((await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) })).status).toBe(200)
}

/** The provider's offer of a migration, on its page: the owner's wallet is the node's key too. */
async function offerOnPage(name: string, pays: string, within: string): Promise<string> {
  const page = await visit('services', owner)
  await page.getByRole('heading', { name: `Offer a service as provider #${provider}` }).waitFor({ timeout: 30_000 })
  const form = page.getByRole('form', { name: 'Sign the offer' })
  await form.getByLabel('Statement of work').setInputFiles(file('work.json'))
  await form.getByLabel('Consumer').fill(consumer)
  await form.getByLabel('Milestone 0 pays').fill(pays)
  await form.getByLabel('Milestone 0 delivered within').fill(within)
  await expectAccessible(page)
  await expectOnPhoneInTheDark(page)
  await picture(page, 'offer-service', page.getByRole('heading', { name: /^Offer a service/ }))
  const [given] = await Promise.all([page.waitForEvent('download'), form.getByRole('button', { name: 'Sign the offer' }).click()])
  await given.saveAs(file(name))
  await page.close()
  return file(name)
}

/** The same by the command line. */
async function offer(name: string, ...milestones: string[]): Promise<string> {
  await command('service', 'offer', file('work.json'), '--to', consumer, ...milestones.flatMap((one) => ['--milestone', one]), '--out', file(name), ...onChain(), '--as', 'second_consumer')
  return file(name)
}

async function visit(place: string, as: string): Promise<Page> {
  const { page } = await browser.open(`${platform}/#/${place}`)
  await page.getByRole('button', { name: 'Connect Development wallet' }).click()
  await page.getByLabel('Account').waitFor()
  const accounts = await page.getByLabel('Account').locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
  await page.getByLabel('Account').selectOption(accounts.find((one) => one.toLowerCase() === as.toLowerCase())!)
  return page
}

/** Hires an offer on the page. @returns the engagement's number */
async function hire(page: Page, offered: string): Promise<bigint> {
  await page.getByLabel('Offer of the provider').setInputFiles(offered)
  await page.getByLabel('Statement of work').setInputFiles(file('work.json'))
  await page.getByText('✓ the one you chose').waitFor()
  await page.getByRole('button', { name: /^Hire, and lock/ }).click()
  const to = await page.getByRole('link', { name: /^service #\d+$/ }).getAttribute('href', { timeout: 60_000 })
  return BigInt(to!.split('/').at(-1)!)
}

async function deliver(id: bigint, document: string) {
  const page = await visit(`services/${id}`, owner)
  await page.getByLabel('Document of the delivery').setInputFiles(document)
  await page.getByRole('button', { name: /^Deliver milestone/ }).click()
  await expect.poll(async () => (await stage(id))[3], { timeout: 60_000 }).toBe(DELIVERED)
  await page.close()
}

const most = async () => `PT${(await chain.view('Engagements', 'acceptSecondsMost()'))[0]}S`

describe('J3, a migration that is hired', () => {
  it('locks exactly what was shown, is delivered, looked at object by object, accepted, paid and rated', async () => {
    const offered = await offerOnPage('offer.json', '100', '30 min')
    const page = await visit('services', consumer)
    await page.getByLabel('Offer of the provider').setInputFiles(offered)
    await page.getByText('Choose the statement of work as well').waitFor()
    await page.getByLabel('Statement of work').setInputFiles(file('lie.json'))
    await page.getByText('another than you chose').waitFor()
    await page.getByRole('button', { name: /^Hire, and lock/ }).click()
    await page.getByText('Ask the provider for an offer about yours').first().waitFor()
    await page.getByLabel('Statement of work').setInputFiles(file('work.json'))
    await page.getByText(`To be moved: ${OBJECTS} objects`).waitFor()
    expect(plain(await fact(page, 'Locks in all').innerText())).toBe(money(PRICE))
    const terms = await fact(page, 'Terms').locator('code').getAttribute('title')
    await expectAccessible(page)
    await expectOnPhoneInTheDark(page)
    await picture(page, 'hire', page.getByRole('heading', { name: 'Hire' }))
    const before = await balance(consumer)
    const id = await hire(page, offered)
    expect(before - (await balance(consumer))).toBe(PRICE)
    const [hash, holder] = await chain.view('Engagements', 'engagementOf(uint64)', id)
    expect(`0x${hash!.toString(16).padStart(64, '0')}`).toBe(terms)
    expect(addressOf(holder!)).toBe(consumer.toLowerCase())

    await deliver(id, file('done.json'))
    await page.getByRole('link', { name: `service #${id}` }).click()
    await page.getByRole('heading', { name: 'Look at milestone 0' }).waitFor({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Accept milestone 0' }).click()
    await page.getByText('you accept what you have seen').waitFor()
    await page.getByLabel('Document of the delivery').setInputFiles(file('done.json'))
    await page.getByLabel('Statement of work').setInputFiles(file('work.json'))
    await page.getByText(`All ${OBJECTS} objects have the checksums`).waitFor()
    const rows = page.locator('table', { hasText: 'Manifest of checksums' }).locator('tbody tr')
    const sums = (JSON.parse(readFileSync(file('done.json'), 'utf8')) as { objects: { sha256: string }[] }).objects.map((one) => one.sha256)
    expect(await rows.locator('td[data-title="SHA-256"]').allInnerTexts()).toEqual(sums)
    await expectAccessible(page)
    await expectOnPhoneInTheDark(page)
    await picture(page, 'service')
    await page.getByRole('button', { name: 'Accept milestone 0' }).click()
    await expect.poll(async () => (await stage(id))[3], { timeout: 60_000 }).toBe(ACCEPTED)
    await page.getByRole('button', { name: 'Withdraw for the provider' }).click()
    await page.getByRole('button', { name: 'Withdraw for the provider' }).waitFor({ state: 'detached', timeout: 60_000 })
    expect(await balance(payout)).toBeGreaterThanOrEqual(PRICE - (PRICE * FEE_BPS) / 10_000n)
    await page.getByLabel('Stars').selectOption('4')
    await page.getByRole('button', { name: 'Rate' }).click()
    await page.getByRole('button', { name: 'Rate' }).waitFor({ state: 'detached', timeout: 60_000 })
    const member = (await browser.open(`${platform}/#/providers/${provider}`)).page
    await member.getByText('Rated 4.00 of 5 by one consumer.').waitFor({ timeout: 60_000 })
    await expectAccessible(member)
  })

  it('that is not what was asked for is seen as such, and its price is frozen until a panel has spoken', async () => {
    const page = await visit('services', consumer)
    const id = await hire(page, await offer('second.json', `100/PT30M/${await most()}`))
    await deliver(id, file('lie.json'))
    await page.getByRole('link', { name: `service #${id}` }).click()
    await page.getByLabel('Document of the delivery').setInputFiles(file('lie.json'))
    await page.getByLabel('Statement of work').setInputFiles(file('work.json'))
    await page.getByText(`1 of ${OBJECTS} objects are not what the statement of work asks for.`).waitFor()
    await page.getByText('It is not what was asked for').click()
    const [bond] = await chain.view('ServiceArbitration', 'bond()')
    await expect.poll(async () => plain(await page.getByRole('form', { name: 'Dispute milestone 0' }).innerText())).toContain(`a bond of ${money(bond!)}`)
    await page.getByLabel('Evidence').setInputFiles(file('findings.txt'))
    await page.getByLabel('Claimed back, tUSD').fill('60')
    await expectAccessible(page)
    await expectOnPhoneInTheDark(page)
    await picture(page, 'dispute-service', page.getByRole('heading', { name: 'Look at milestone 0' }))
    const before = await balance(consumer)
    await page.getByRole('button', { name: 'Dispute milestone 0' }).click()
    await expect.poll(async () => (await stage(id))[3], { timeout: 60_000 }).toBe(DISPUTED)
    expect(before - (await balance(consumer))).toBe(bond!)
    expect((await stage(id))[6]).toBe(60_000_000n)
    await page.getByText(/^Milestone 0 waits for a ruling: dispute \d+/).waitFor({ timeout: 30_000 })
    expect(plain(await page.locator('td[data-title="Disputed"]').innerText())).toBe(money(60_000_000n))
    expect(plain(await fact(page, 'Earned, before the fee').innerText())).toBe(money(40_000_000n))
  })

  it('that is not delivered in time is ended by anybody, and its price comes back to the unit', async () => {
    const page = await visit('services', consumer)
    const id = await hire(page, await offer('late.json', `70/PT20S/${await most()}`, `30/PT30M/${await most()}`))
    await page.getByRole('link', { name: `service #${id}` }).click()
    await page.getByRole('button', { name: 'End what is late' }).click({ timeout: 60_000 })
    await expect.poll(async () => (await stage(id))[3], { timeout: 60_000 }).toBe(LAPSED)
    const before = await balance(consumer)
    await page.getByRole('button', { name: 'Take what came back' }).click()
    await page.getByRole('button', { name: 'Take what came back' }).waitFor({ state: 'detached', timeout: 60_000 })
    expect((await balance(consumer)) - before).toBe(PRICE)
    await page.getByText('Nothing more follows.').waitFor()
  })

  it('is told to whoever has no wallet, as the chain holds it, on a phone too', async () => {
    const [count] = await chain.view('Engagements', 'count()')
    const { page } = await browser.open(`${platform}/#/services`)
    const first = page.locator('tbody tr').first()
    await expect.poll(() => first.locator('a').first().innerText(), { timeout: 30_000 }).toBe(`#${count}, migration`)
    await expectAccessible(page)
    await picture(page, 'services')
    await page.setViewportSize(PHONE)
    await expectNoSidewaysScroll(page)
    await first.locator('a').first().click()
    await page.getByText('Nothing more follows.').waitFor()
    expect(await page.locator('td[data-title="State"]').allInnerTexts()).toEqual(['lapsed', 'lapsed'])
    expect(await page.getByRole('button', { name: /^Accept|^Rate|^Take/ }).count()).toBe(0)
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  })
})
