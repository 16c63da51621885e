import { gzipSync } from 'node:zlib'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Browser, expectAccessible, expectNoSidewaysScroll, PHONE } from './Browser'
import { FakePlatform, type State } from './FakePlatform'

const ID = `0x${'1'.padStart(64, '0')}`
const PAGES = ['', 'providers', `offers/${ID}`, 'providers/1', 'providers/2', 'design', 'buckets', 'services', 'services/1', 'slas', `slas/${ID}`, 'epochs', 'certification', `certification/${ID}`, 'requests', `requests/${ID}`, 'disputes', 'disputes/1', 'network', 'settings']
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
  fake.without = undefined
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
    expect(await page.innerText('h1')).not.toBe('Not found')
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

describe('a platform that comes back', () => {
  it.each(['', 'settings', 'disputes'])('is noticed on page #/%s without anybody reloading it', async (place) => {
    fake.state = 'chain down'
    const { page } = await visit(place)
    await page.getByRole('alert').first().waitFor()
    fake.state = 'usual'
    await page.waitForFunction(() => document.querySelector('[role=alert]') === null)
  })
})

describe('the bar of shares', () => {
  const mixOf = async (page: Page) => {
    const values = page.locator('.shares input')
    return Promise.all([0, 1, 2].map(async (index) => Number(await values.nth(index).inputValue())))
  }

  it('is dragged by the pointer, and asks for what it shows', async () => {
    const { page } = await visit('design')
    const track = (await page.locator('.mix .track').boundingBox())!
    const drag = async (name: string, percent: number) => {
      const handle = (await page.getByRole('slider', { name }).boundingBox())!
      await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2)
      await page.mouse.down()
      await page.mouse.move(track.x + (track.width * percent) / 100, track.y + 200, { steps: 7 })
      await page.mouse.up()
    }
    await drag('Border between decentralized and archive', 80)
    expect(await mixOf(page)).toEqual([80, 0, 20])
    const asked = page.waitForRequest((request) => request.url().endsWith('/v1/designs') && request.postDataJSON().mix.fast === 60)
    await drag('Border between fast and decentralized', 60)
    expect(await mixOf(page)).toEqual([60, 20, 20])
    expect((await asked).postDataJSON().mix).toEqual({ fast: 60, decentralized: 20, archive: 20 })
    await page.mouse.move(track.x + 5, track.y + 5)
    expect(await mixOf(page)).toEqual([60, 20, 20])
  })

  it('is moved by arrow keys, says each share aloud, and presets set it whole', async () => {
    const { page } = await visit('design')
    const border = page.getByRole('slider', { name: 'Border between fast and decentralized' })
    await border.focus()
    for (const key of ['PageDown', 'PageDown', 'ArrowLeft', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key)
    expect(await mixOf(page)).toEqual([79, 21, 0])
    expect(await border.getAttribute('aria-valuetext')).toBe('79 per cent fast, 21 per cent decentralized, 0 per cent archive')
    expect(await border.getAttribute('aria-valuenow')).toBe('79')
    for (const [name, mix] of [['AI 80/20/0', [80, 20, 0]], ['Gaming 60/20/20', [60, 20, 20]], ['DeFi 20/40/40', [20, 40, 40]]] as const) {
      await page.getByRole('button', { name }).click()
      expect(await mixOf(page)).toEqual(mix)
      expect(await page.getByRole('button', { name }).getAttribute('aria-pressed')).toBe('true')
    }
  })

  it('is large enough for a finger on a phone', async () => {
    const { page } = await visit('design', { size: PHONE })
    const handle = (await page.getByRole('slider', { name: 'Border between fast and decentralized' }).boundingBox())!
    expect(handle.width).toBeGreaterThanOrEqual(24)
    expect(handle.height).toBeGreaterThanOrEqual(24)
    await expectNoSidewaysScroll(page)
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

describe('who is listed, and who speaks for it', () => {
  it('a subscription that lapsed is told as such, on the page of a member that is unlisted', async () => {
    const { page } = await visit('providers/1')
    const said = (await page.locator('.facts').first().innerText()).replace(/\s+/g, ' ')
    expect(said).toMatch(/Listed unlisted/)
    expect(said).toMatch(/Listing paid until lapsed on 2023-11-14 .* listed by stake, if at all/)
  })

  it.each(['', 'providers'])('certified and uncertified are told apart by word, sign and look on page #/%s', async (place) => {
    const { page } = await visit(place)
    const seals = await page.locator('td[data-title="Certified"]').evaluateAll((cells) =>
      cells.map((cell) => ({ text: (cell as HTMLElement).innerText.trim(), colour: getComputedStyle(cell.firstElementChild!).color, line: getComputedStyle(cell.firstElementChild!).borderBottomStyle })),
    )
    const without = seals.filter((one) => one.text === 'not certified')
    const having = seals.filter((one) => one.text.startsWith('✓'))
    expect(without.length + having.length).toBe(seals.length)
    expect(without.length).toBeGreaterThan(0)
    expect(having.length).toBeGreaterThan(0)
    expect(new Set(having.map((one) => one.colour)).has(without[0]!.colour)).toBe(false)
    expect(without[0]!.line).not.toBe(having[0]!.line)
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

describe('a platform without applications and requests', () => {
  it.each([['certification', 'This platform takes no applications.'], ['requests', 'This platform takes no requests for quotes.']])('says so on page #/%s', async (place, said) => {
    fake.without = place === 'requests' ? 'quote-requests' : 'applications'
    const { page } = await visit(place)
    await page.getByText(said).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })
})

describe('an application', () => {
  it('shows what was found and why, and what nobody knows does not count as met', async () => {
    const { page } = await visit(`certification/${ID}`)
    await page.getByText('4290 of 4300 answered, 0 wrong').waitFor()
    expect(await page.locator('tr', { hasText: 'IDENTITY document' }).locator('.good').innerText()).toBe('✓ met')
    expect(await page.locator('tr', { hasText: 'fewer than 100 transfers' }).locator('.missed').innerText()).toBe('unknown')
  })

  it('that was refused tells everybody the reason, in the list and at the member', async () => {
    for (const place of ['certification', 'providers/1']) {
      const { page } = await visit(place)
      await page.getByText('The passport expired on 2026-03-01. Hand in a valid one.').first().waitFor()
    }
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
    const sum = sizes.reduce((all, size) => all + size, 0)
    process.stdout.write(`The first load is ${sum} bytes as it travels, of at most ${GZIP_BYTES_MAX}.\n`)
    expect(sum).toBeLessThanOrEqual(GZIP_BYTES_MAX)
  })
})
