import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Browser, expectAccessible, expectNoSidewaysScroll, PHONE, picture } from './Browser'
import { given } from './Chain'

/** Another one in each run: who belongs to that of a former run is not invited again. */
const NAME = `Archive ${Date.now()}`

let browser: Browser
let platform: string

beforeAll(async () => {
  platform = given('FLASHBACK_PLATFORM')
  browser = await Browser.start()
})
afterAll(() => browser?.stop())
afterEach(() => browser.closePages())

/** Somebody who signed in with one of the development wallet's accounts. */
async function signedIn(account: number): Promise<Page> {
  const { page } = await browser.open(`${platform}/#/settings`)
  await page.getByRole('button', { name: 'Connect Development wallet' }).click()
  const accounts = page.getByLabel('Account')
  await accounts.waitFor()
  await accounts.selectOption({ index: account })
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('Signed in as').waitFor()
  return page
}

describe('signing in with a wallet', () => {
  it('opens a session that scripts cannot read, and signing out ends it', async () => {
    const page = await signedIn(0)
    expect(await page.evaluate(() => document.cookie)).toBe('')
    const cookies = await page.context().cookies()
    expect(cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual([{ httpOnly: true, sameSite: 'Strict' }])
    await page.reload()
    await page.getByText('Signed in as').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('Connect a wallet above first.').or(page.getByRole('button', { name: 'Sign in', exact: true })).waitFor()
    const again = await page.context().request.get(`${platform}/v1/sessions/current`, { headers: { Cookie: `${cookies[0]!.name}=${cookies[0]!.value}` } })
    expect(again.status()).toBe(401)
  })

  it('an organisation is made, somebody joins it, a key is shown once and revoked, and the log has it all', async () => {
    const owner = await signedIn(0)
    await owner.getByLabel('Name', { exact: true }).fill(NAME)
    await owner.getByRole('button', { name: 'Make an organisation' }).click()
    await owner.getByRole('link', { name: NAME }).first().click()
    await owner.getByRole('heading', { name: NAME }).waitFor()

    const guest = await signedIn(1)
    const wallet = await guest.locator('.fact', { hasText: 'Signed in as' }).locator('dd').innerText()
    await owner.getByRole('textbox', { name: 'Wallet', exact: true }).fill(wallet)
    await owner.getByRole('combobox', { name: 'As', exact: true }).selectOption('AUDITOR')
    await owner.getByRole('button', { name: 'Invite' }).click()
    await owner.getByText(/^Invited, and not here yet/).waitFor()
    await guest.reload()
    await guest.getByRole('button', { name: `Join ${NAME}` }).first().click()
    await guest.getByRole('link', { name: NAME }).first().click()
    await guest.getByText('Who did what, the newest first').waitFor()
    expect(await guest.getByRole('button', { name: 'Make a key' }).count()).toBe(0)

    await owner.getByLabel('For what').fill('backups')
    await owner.getByRole('button', { name: 'Make a key' }).click()
    const secret = await owner.locator('.secret').innerText()
    expect(secret.length).toBeGreaterThan(32)
    const organisation = new URL(owner.url()).hash.split('/').at(-1)
    const asked = () => fetch(`${platform}/v1/organisations/${organisation}`, { headers: { Authorization: `Bearer ${secret}` } })
    expect((await asked()).status).toBe(200)
    await owner.getByRole('button', { name: 'I have it' }).click()
    expect(await owner.content()).not.toContain(secret)

    await owner.getByLabel('Address').fill('http://127.0.0.1:9/hook')
    await owner.getByLabel('Of consumers and providers').fill('nobody')
    await owner.getByRole('button', { name: 'Make a webhook' }).click()
    await owner.getByText("'nobody' is neither").waitFor()
    await owner.getByLabel('Of consumers and providers').fill('#3')
    await owner.getByRole('button', { name: 'Make a webhook' }).click()
    expect(await owner.locator('.webhook-secret').innerText()).toMatch(/^whsec_/)
    await owner.getByRole('button', { name: 'Messages to http://127.0.0.1:9/hook' }).click()
    await owner.getByText('Messages, the newest first').waitFor()
    await expectAccessible(owner)
    await picture(owner, 'settings', owner.getByRole('heading', { name: NAME }))
    await owner.getByRole('button', { name: 'End http://127.0.0.1:9/hook' }).click()
    await owner.getByText('No server of yours is told anything.').waitFor()
    await owner.getByRole('button', { name: 'Revoke backups' }).click()
    await owner.getByText(/^revoked /).waitFor()
    expect((await asked()).status).toBe(401)

    await owner.reload()
    const log = await owner.locator('table', { has: owner.getByText('Who did what, the newest first') }).innerText()
    for (const operation of ['revokeKey', 'makeKey', 'acceptInvitation', 'invite', 'makeOrganisation']) expect(log).toContain(operation)
    await owner.setViewportSize(PHONE)
    await expectNoSidewaysScroll(owner)
  })
})
