import { gzipSync } from 'node:zlib'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Browser, expectAccessible, expectNoSidewaysScroll, PHONE } from './Browser'
import { FakePlatform, type State } from './FakePlatform'

const ID = `0x${'1'.padStart(64, '0')}`
const PAGES = ['', 'providers', `offers/${ID}`, 'providers/1', 'design', 'buckets', 'slas', `slas/${ID}`, 'epochs', 'disputes', 'disputes/1', 'network', 'settings']
const GZIP_BYTES_MAX = 200_000

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
  fake.state = 'usual'
  fake.slow = 0
})
afterEach(() => browser.closePages())

/** Until the page has said what it knows: it waits for nothing any more. */
async function settled(page: Page) {
  await page.waitForFunction(() => document.querySelector('h1') !== null && !/Loading…|Computing…/.test(document.body.innerText))
}

async function visit(place: string, look = {}) {
  const opened = await browser.open(`${fake.address}/#/${place}`, look)
  await settled(opened.page)
  return opened
}

describe.each(PAGES)('page #/%s', (place) => {
  it('has no serious finding of axe, by day and by night, and goes wrong nowhere', async () => {
    for (const dark of [false, true]) {
      const { page, faults } = await visit(place, { dark })
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      expect(faults).toEqual([])
    }
  })

  it('is read on a phone without scrolling sideways', async () => {
    const { page } = await visit(place, { size: PHONE })
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
  })

  it.each<State>(['empty', 'many', 'chain down'])('says what there is when its state is: %s', async (state) => {
    fake.state = state
    const { page, faults } = await visit(place)
    expect(faults).toEqual([])
    expect((await page.innerText('main')).length).toBeGreaterThan(20)
    if (state === 'chain down') expect(await page.innerText('[role=alert] >> nth=0')).toContain('The chain does not answer. The node')
    await expectAccessible(page)
  })

  it('says that it waits while the platform is slow, and shows what comes', async () => {
    fake.slow = 1500
    const { page } = await browser.open(`${fake.address}/#/${place}`)
    await page.waitForFunction(() => /Loading…|Computing…/.test(document.body.innerText))
    await settled(page)
    expect(await page.locator('[role=alert]').count()).toBe(0)
  })
})

describe('ten thousand rows', () => {
  it('are shown a page at a time, so that a page stays small', async () => {
    fake.state = 'many'
    const { page } = await visit('')
    await page.getByText('10000 offers', { exact: true }).waitFor()
    expect(await page.locator('tbody tr').count()).toBeLessThanOrEqual(100)
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(4000)
  })
})

describe('pay that streams', () => {
  it('is told apart: what is paid, what only accrued, and which epochs went unproven and pay nothing', async () => {
    const { page } = await visit(`slas/${ID}`)
    const stream = page.locator('section.card .stream').first()
    const said = (await stream.innerText()).replace(/\s+/g, ' ')
    expect(said).toContain('0.000256000000 tUSD a second')
    expect(said).toContain('confirmed and paid 120.000000 tUSD')
    expect(said).toMatch(/accrued, paid when proven \d/)
    expect(said).toContain('Epoch 4 went unproven: nothing is paid for that.')
  })
})

describe('a dispute', () => {
  it('says what follows on silence, and links only where a browser may go', async () => {
    const { page } = await visit('disputes/1')
    expect(await page.innerText('main')).toContain('If it does not come, no panel rules: nothing moves, and both get their bonds back.')
    const links = await page.locator('main table a').evaluateAll((all) => all.map((one) => one.getAttribute('href')))
    expect(links).toEqual(['https://evidence.example/1'])
  })
})

describe('with the keyboard alone', () => {
  it('one reaches the content first, then every page and every field, and sees where one is', async () => {
    const { page } = await visit('')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
    const reached = new Set<string>()
    for (let press = 0; press < 20; press++) {
      await page.keyboard.press('Tab')
      reached.add(await page.evaluate(() => document.activeElement?.closest('label')?.textContent?.trim() ?? document.activeElement?.textContent ?? ''))
      const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)
      expect(outline).not.toBe('none')
    }
    expect([...reached].join(' ')).toMatch(/Search.*Region.*Certified only.*Show all.*Storehouse 1/s)
  })

  it('one opens an offer and is at its beginning', async () => {
    const { page } = await visit('')
    await page.getByRole('link', { name: /Storehouse 1 / }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Offer', exact: true }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
    expect(await page.title()).toBe('Offer – Flashback')
  })
})

describe('the built files', () => {
  it('are light: all scripts and styles together within 200 kB as they travel', () => {
    const folder = resolve(import.meta.dirname, '../dist/assets')
    const sizes = readdirSync(folder).map((name) => gzipSync(readFileSync(resolve(folder, name))).length)
    expect(sizes.length).toBeGreaterThan(0)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(GZIP_BYTES_MAX)
  })
})
