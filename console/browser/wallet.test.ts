import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readOffer } from '../src/hire'
import { call, keccak } from '../src/wallet/abi'
import { message, requestId } from '../src/wanted'
import { Browser, expectAccessible, expectNoSidewaysScroll, PHONE } from './Browser'
import { FakePlatform } from './FakePlatform'

/** A wallet of a browser, as an extension brings one: announced by EIP-6963, on chain 1 until it is asked to switch. */
const FOREIGN = `(() => {
  let chain = '0x1'
  const listeners = {}
  const provider = {
    asked: [],
    on: (event, listener) => (listeners[event] = listener),
    removeListener: (event) => delete listeners[event],
    request: async ({ method, params }) => {
      provider.asked.push(method)
      if (method === 'eth_requestAccounts') {
        if (globalThis.refusing) throw { code: 4001, message: 'User rejected' }
        return ['0x00000000000000000000000000000000000000aa']
      }
      if (method === 'eth_chainId') return chain
      if (method === 'personal_sign') return globalThis.signed = params[0]
      if (method === 'eth_signTypedData_v4') return ((globalThis.typed = JSON.parse(params[1])), '0x' + 'ab'.repeat(65))
      if (method === 'eth_call' && globalThis.answers) return globalThis.answers(params[0].data)
      if (method === 'eth_sendTransaction' && globalThis.answers) return globalThis.sent = params[0].data
      if (method === 'eth_getTransactionReceipt' && globalThis.answers) return { status: '0x1', transactionHash: '0x1', logs: [] }
      if (method === 'wallet_switchEthereumChain') return void (chain = params[0].chainId)
      throw { code: 4200, message: 'unknown' }
    },
  }
  globalThis.foreign = provider
  const announce = () => {
    const detail = { info: { uuid: 'u-1', name: 'Foreign Wallet', icon: 'data:,', rdns: 'example.foreign' }, provider }
    dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: Object.freeze(detail) }))
    dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: { info: null } }))
  }
  addEventListener('eip6963:requestProvider', announce)
})()`

let browser: Browser
let fake: FakePlatform

beforeAll(async () => {
  browser = await Browser.start()
  fake = await FakePlatform.start()
})
afterAll(async () => {
  await browser?.stop()
  await fake?.stop()
})
beforeEach(() => {
  fake.chainId = 31_337
  fake.node = undefined
  fake.dearer = 0
})
afterEach(() => browser.closePages())

describe('the wallet', () => {
  it('of the browser is found, and told apart from the network where it is on another chain', async () => {
    const { page, faults } = await browser.open(`${fake.address}/#/design`, { before: FOREIGN })
    await page.getByRole('button', { name: 'Connect Foreign Wallet' }).click()
    const told = page.getByText(/The wallet is on chain 1, this network on chain 31337/)
    await told.waitFor()
    await expectAccessible(page)
    expect(await page.getByRole('button', { name: /^Quote/ }).count()).toBe(0)

    await page.getByRole('button', { name: 'Switch the wallet' }).click()
    await told.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Quote the cheapest plan' }).waitFor()
    expect(faults).toEqual([])
  })

  it('is shown by how much a plan became dearer since it was shown, before it is asked to sign anything', async () => {
    fake.chainId = 1
    fake.dearer = 630
    const { page } = await browser.open(`${fake.address}/#/design`, { before: FOREIGN })
    await page.getByRole('button', { name: 'Connect Foreign Wallet' }).click()
    await page.getByRole('button', { name: 'Quote the cheapest plan' }).click()
    const quote = page.getByRole('region', { name: 'Quote, fast' })
    await quote.getByRole('button', { name: 'Sign and lock 12.000630 tUSD' }).waitFor()
    await page.getByText('It locks 0.000630 tUSD more than the plan showed a moment ago').waitFor()
    await expectAccessible(page)
    expect(await page.evaluate(() => (globalThis as unknown as { foreign: { asked: string[] } }).foreign.asked)).not.toContain('eth_signTypedData_v4')
  })

  it('that refuses is told in words, and asked nothing more', async () => {
    const { page } = await browser.open(`${fake.address}/`, { before: `globalThis.refusing = true; ${FOREIGN}` })
    await page.getByRole('button', { name: 'Connect Foreign Wallet' }).click()
    expect(await page.getByRole('alert').innerText()).toContain('Nothing was sent; try again')
    expect(await page.evaluate(() => (globalThis as unknown as { foreign: { asked: string[] } }).foreign.asked)).toEqual(['eth_requestAccounts'])
  })

  it.each([1, 10, 31_338])('for development is not offered on chain %i, though a node is named', async (chainId) => {
    fake.chainId = chainId
    fake.node = 'http://127.0.0.1:1'
    const { page } = await browser.open(`${fake.address}/#/network`)
    await page.getByText(`${chainId}`, { exact: true }).first().waitFor()
    expect(await page.getByRole('button', { name: /Development wallet/ }).count()).toBe(0)
    await page.getByText('No wallet in this browser').waitFor()
  })
})

describe('services that were hired', () => {
  const pad = (value: bigint | number) => BigInt(value).toString(16).padStart(64, '0')
  const hours = Math.floor(Date.now() / 1000) + 3600
  const handedOver = Buffer.from('what was handed over')
  /** One engagement of the wallet's account with provider 7: the first of two milestones is delivered, until it is accepted. */
  const ANSWERS = `globalThis.answers = (data) => {
    const accepted = globalThis.sent !== undefined
    const stage = (state, since) => '${pad(5_000_000)}${pad(hours)}${pad(7200)}' + state.toString(16).padStart(64, '0') + '${pad(hours - 3600)}${keccak(handedOver).slice(2)}${pad(0)}${pad(0)}'
    if (data.startsWith('${call('count()')}')) return '0x${pad(1)}'
    if (data.startsWith('${call('engagementOf(uint64)')}')) return '0x${pad(0xab)}${pad(0xaa)}${pad(7)}${pad(8)}${pad(1)}${pad(1)}${pad(2)}${pad(1)}${pad(0)}${pad(0)}${pad(0)}' + (accepted ? '${pad(5_000_000)}' : '${pad(0)}')
    if (data.startsWith('${call('milestoneOf(uint64,uint8)')}')) return '0x' + (data.endsWith('0') ? stage(accepted ? 2 : 1) : stage(0))
    return '0x'
  };`

  it('are read through the wallet, say what comes next, and are accepted by their consumer', async () => {
    fake.chainId = 1
    const { page, faults } = await browser.open(`${fake.address}/#/services`, { before: ANSWERS + FOREIGN })
    await page.getByText(/Connect a wallet on chain 1 above to hire/).waitFor()
    await page.getByRole('button', { name: 'Connect Foreign Wallet' }).click()
    await page.getByText(/^The consumer accepts or disputes milestone 0 until/).waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: '#1, migration' }).click()
    await page.getByRole('button', { name: 'Accept milestone 0' }).click()
    await page.getByText('you accept what you have seen').waitFor()
    expect(await page.evaluate(() => (globalThis as unknown as { sent?: string }).sent)).toBeUndefined()
    const document = (content: string) => ({ name: 'delivery.txt', mimeType: 'text/plain', buffer: Buffer.from(content) })
    await page.getByLabel('Document of the delivery').setInputFiles(document('something else'))
    await page.getByText('delivery.txt is not what was delivered').waitFor()
    await page.getByLabel('Document of the delivery').setInputFiles(document('what was handed over'))
    await page.getByText('✓ delivery.txt is the document').waitFor()
    await page.getByRole('button', { name: 'Accept milestone 0' }).click()
    await page.getByText(/^The provider delivers milestone 1 until/).waitFor()
    expect(await page.evaluate(() => (globalThis as unknown as { sent: string }).sent)).toBe(call('accept(uint64,uint8)', 1, 0))
    expect(await page.getByRole('button', { name: 'Accept milestone 0' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Rate' }).waitFor()
    await expectAccessible(page)
    await page.setViewportSize(PHONE)
    await expectNoSidewaysScroll(page)
    expect(faults).toEqual([])
  })
})

describe('a request for quotes', () => {
  it('is signed for its own hash on this chain, and a wrong wish is told before the wallet is asked', async () => {
    fake.chainId = 1
    const { page, faults } = await browser.open(`${fake.address}/#/requests`, { before: FOREIGN })
    await page.getByRole('button', { name: 'Connect Foreign Wallet' }).click()
    const form = page.getByRole('form', { name: 'Sign the request' })
    await form.getByLabel('Redundancy').fill('many')
    await form.getByRole('button').click()
    await form.getByText('Write how many of how many pieces bring the whole back').waitFor()
    expect(fake.placed).toBeUndefined()

    await form.getByLabel('Redundancy').fill('1 of 2')
    await form.getByLabel('Class').selectOption('ARCHIVE')
    await form.getByLabel('Regions').fill('eu-de, eu-fr')
    await form.getByRole('button').click()
    await form.getByText('It is there, and providers see it.').waitFor()
    const { request } = fake.placed!
    expect(request.wishes).toMatchObject({ class: 'ARCHIVE', redundancy: { data: 1, total: 2 }, regions: ['eu-de', 'eu-fr'], consumer: '0x00000000000000000000000000000000000000AA' })
    const signed = await page.evaluate(() => (globalThis as unknown as { signed: string }).signed)
    expect(Buffer.from(signed.slice(2), 'hex').toString()).toBe(message(request, 1))
    await expectAccessible(page)
    expect(await page.getByRole('link', { name: 'See the answers as they come' }).getAttribute('href')).toBe(`#/requests/${requestId(request)}`)
    await page.setViewportSize(PHONE)
    await expectNoSidewaysScroll(page)
    expect(faults).toEqual([])
  })
})

describe('a provider', () => {
  const pad = (value: bigint | number) => BigInt(value).toString(16).padStart(64, '0')
  /** The connected account is the node's key of provider 7, which is registered for migration. */
  const KNOWN = `globalThis.answers = (data) => {
    const known = { '${call('idOfNodeKey(address)')}': '${pad(7)}', '${call('reservedOf(uint64)')}': '${pad(1000)}', '${call('offerNonceOf(uint64)')}': '${pad(3)}', '${call('offerLifeSeconds()')}': '${pad(3600)}', '${call('epochSeconds()')}': '${pad(30)}', '${call('kindsOf(uint64)')}': '${pad(8)}', '${call('acceptSecondsLeast()')}': '${pad(60)}', '${call('acceptSecondsMost()')}': '${pad(864_000)}' }
    return '0x' + (known[data.slice(0, 10)] ?? '${pad(0)}')
  };`
  type Signed = { primaryType: string; domain: { chainId: number; verifyingContract: string }; message: Record<string, string> }
  const typed = (page: Page) => page.evaluate(() => (globalThis as unknown as { typed?: Signed }).typed)

  it('answers a request with its own price, and what it signs is what the platform gets', async () => {
    fake.chainId = 1
    const id = `0x${'1'.padStart(64, '0')}`
    const { page, faults } = await browser.open(`${fake.address}/#/requests/${id}`, { before: KNOWN + FOREIGN })
    await page.getByRole('button', { name: 'Connect Foreign Wallet' }).click()
    await page.getByRole('heading', { name: 'Answer as provider #7' }).waitFor()
    const form = page.getByRole('form', { name: 'Sign the answer' })
    await form.getByLabel('Region of the bytes').fill('eu-de')
    await form.getByLabel(/^GiB and month/).fill('cheap')
    await form.getByRole('button').click()
    await form.getByText('Write the price of a GiB and month as a number').waitFor()
    expect(await typed(page)).toBeUndefined()
    await form.getByLabel(/^GiB and month/).fill('0.004')
    await form.getByRole('button').click()
    await form.getByText('The platform has it, and its consumer sees it.').waitFor()
    const signed = (await typed(page))!
    expect(signed.primaryType).toBe('Offer')
    expect(fake.answered?.signature).toBe(`0x${'ab'.repeat(65)}`)
    const { offerClass, ...offer } = fake.answered!.offer
    expect(signed.message).toEqual({ ...offer, class: offerClass })
    expect(offer).toMatchObject({ providerId: '7', nonce: '3', ratePerGib: '6537241' })
    fake.mistaken = `0x${'0'.repeat(64)}`
    await form.getByRole('button').click()
    await form.getByText('The platform took something else than what was signed.').waitFor()
    fake.mistaken = undefined
    await expectAccessible(page)
    await page.setViewportSize(PHONE)
    await expectNoSidewaysScroll(page)
    expect(faults).toEqual([])
  })

  it('offers a service about a document, and gets the file that its consumer hires with', async () => {
    fake.chainId = 1
    const { page, faults } = await browser.open(`${fake.address}/#/services`, { before: KNOWN + FOREIGN })
    await page.getByRole('button', { name: 'Connect Foreign Wallet' }).click()
    await page.getByRole('heading', { name: 'Offer a service as provider #7' }).waitFor()
    const form = page.getByRole('form', { name: 'Sign the offer' })
    await form.getByLabel('Milestone 0 pays').fill('250')
    await form.getByLabel('Consumer').fill('0x00000000000000000000000000000000000000bb')
    await form.getByRole('button', { name: 'Sign the offer' }).click()
    await form.getByText('Choose the statement of work first').waitFor()
    expect(await typed(page)).toBeUndefined()
    await form.getByLabel('Statement of work').setInputFiles({ name: 'work.txt', mimeType: 'text/plain', buffer: Buffer.from('Move it.') })
    const [file] = await Promise.all([page.waitForEvent('download'), form.getByRole('button', { name: 'Sign the offer' }).click()])
    expect(file.suggestedFilename()).toBe('offer.json')
    const offer = readOffer(readFileSync(await file.path(), 'utf8'))
    expect(offer).toMatchObject({ provider: '7', kind: '8', consumer: '0x00000000000000000000000000000000000000bb', nonce: '3', statementHash: keccak(Buffer.from('Move it.')) })
    expect(offer.milestones[0]).toMatchObject({ amount: '250000000', acceptSeconds: '259200' })
    expect((await typed(page))!.message).toMatchObject({ expiry: offer.expiry, nonce: '3' })
    await expectAccessible(page)
    await page.setViewportSize(PHONE)
    await expectNoSidewaysScroll(page)
    expect(faults).toEqual([])
  })

  it('is what nobody else sees the forms of', async () => {
    fake.chainId = 1
    const { page } = await browser.open(`${fake.address}/#/services`, { before: `globalThis.answers = () => '0x${pad(0)}';` + FOREIGN })
    await page.getByRole('button', { name: 'Connect Foreign Wallet' }).click()
    await page.getByRole('heading', { name: 'Hire', exact: true }).waitFor()
    expect(await page.getByRole('heading', { name: /^Offer a service/ }).count()).toBe(0)
  })
})
