import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Browser, expectAccessible, expectNoSidewaysScroll, PHONE, picture } from './Browser'
import { given } from './Chain'

const LARGE_BYTES = 20 * 1024 * 1024 + 11

let browser: Browser
let platform: string

beforeAll(async () => {
  platform = given('FLASHBACK_PLATFORM')
  browser = await Browser.start()
})
afterAll(() => browser?.stop())
afterEach(() => browser.closePages())

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The bucket's page of somebody who has typed the key. */
async function bucket(look = {}): Promise<{ page: Page; faults: string[] }> {
  const { page, faults } = await browser.open(`${platform}/#/buckets/${given('FLASHBACK_BUCKET')}`, look)
  await page.getByLabel('Access key id').fill(given('FLASHBACK_ACCESS_KEY'))
  await page.getByLabel('Secret access key').fill(given('FLASHBACK_SECRET_KEY'))
  await page.getByRole('button', { name: 'Open' }).click()
  await page.getByText('All buckets').waitFor()
  return { page, faults }
}

async function put(page: Page, name: string, bytes: Buffer, folder = '') {
  await page.getByLabel('Into folder').fill(folder)
  await page.getByLabel('Files to upload').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes })
  const key = folder === '' ? name : `${folder}/${name}`
  await page.locator('.uploads li', { has: page.getByText(key, { exact: true }) }).getByText(/^stored/).waitFor({ timeout: 100_000 })
}

describe('J8, objects in the browser', () => {
  it('what goes up comes down, byte for byte: small ones at once, large ones in parts with progress', async () => {
    const { page, faults } = await bucket()
    const small = Buffer.from(`ä\n${randomBytes(9).toString('hex')}`)
    const large = randomBytes(LARGE_BYTES)
    const parts: string[] = []
    page.on('request', (request) => {
      const number = new URL(request.url()).searchParams.get('partNumber')
      if (request.method() === 'PUT' && number !== null) parts.push(number)
    })
    await put(page, "päper 1+1 (it's).txt", small)
    await put(page, 'large.bin', large)
    expect([...parts].sort()).toEqual(['1', '2', '3'])
    for (const [name, bytes] of [["päper 1+1 (it's).txt", small], ['large.bin', large]] as const) {
      const began = page.waitForEvent('download')
      await page.getByRole('button', { name: `Download ${name}` }).click()
      const download = await began
      expect(download.suggestedFilename()).toBe(name)
      expect(sha256(readFileSync(await download.path()))).toBe(sha256(bytes))
    }
    await expectAccessible(page)
    await picture(page, 'buckets')
    expect(faults).toEqual([])
  })

  it('folders are walked into, a link is read by anybody until the object is deleted, and deleting asks once more', async () => {
    const { page } = await bucket()
    const bytes = randomBytes(1000)
    await put(page, 'note.txt', bytes, 'letters/2026')
    await page.getByRole('link', { name: 'letters/', exact: true }).click()
    await page.getByRole('link', { name: '2026/', exact: true }).click()
    await page.getByRole('button', { name: 'Share note.txt' }).click()
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('.wide input')?.value.startsWith('http'))
    const link = await page.getByLabel('Link').inputValue()
    expect(sha256(new Uint8Array(await (await fetch(link)).arrayBuffer()))).toBe(sha256(bytes))
    expect((await fetch(link.replace('note.txt', 'other.txt'))).status).toBe(403)
    await expectAccessible(page)

    await page.getByRole('button', { name: 'Delete note.txt' }).click()
    await page.getByRole('button', { name: 'Really delete note.txt' }).click()
    await page.getByText('No objects here.').waitFor()
    expect((await fetch(link)).status).toBe(404)
  })

  it('a wrong secret is told as such, and reads nothing', async () => {
    const { page } = await browser.open(`${platform}/#/buckets`)
    await page.getByLabel('Access key id').fill(given('FLASHBACK_ACCESS_KEY'))
    await page.getByLabel('Secret access key').fill('wrong')
    await page.getByRole('button', { name: 'Open' }).click()
    expect(await page.getByRole('alert').innerText()).toContain('The secret does not belong to the access key. Type it again.')
    await page.getByRole('button', { name: 'Forget the key' }).click()
    expect(await page.getByLabel('Secret access key').inputValue()).toBe('')
  })

  it('the key is gone with the page: nothing of it is kept in the browser', async () => {
    const { page } = await bucket({ size: PHONE, dark: true })
    await expectNoSidewaysScroll(page)
    expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))).toBe('[{},{},""]')
    await page.reload()
    await page.getByLabel('Secret access key').waitFor()
  })
})
