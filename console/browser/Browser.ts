// A real Chromium with pages of the console in it, and what is true of every page.

import { createRequire } from 'node:module'
import { mkdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium, type Browser as Chromium, type BrowserContext, type Page } from 'playwright-core'
import { expect } from 'vitest'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SERIOUS = new Set(['serious', 'critical'])
const PICTURES = resolve(import.meta.dirname, '../../docs/console')

export const WIDE = { width: 1280, height: 800 }
export const PHONE = { width: 375, height: 812 }

export interface Look {
  size?: { width: number; height: number }
  dark?: boolean
  /** A script that runs before the page's own, such as a wallet's. */
  before?: string
}

export class Browser {
  private readonly chromium: Chromium
  private readonly contexts: BrowserContext[] = []

  private constructor(started: Chromium) {
    this.chromium = started
  }

  /** Debian's chromium, or the one that CHROMIUM names; root, as in containers, has no sandbox to give it. */
  static async start(): Promise<Browser> {
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
    return new Browser(await chromium.launch({ executablePath, args }))
  }

  /** A page of a visitor of its own; what goes wrong in it unseen is kept in `faults`. */
  async open(address: string, look: Look = {}): Promise<{ page: Page; faults: string[] }> {
    const context = await this.chromium.newContext({
      viewport: look.size ?? WIDE,
      colorScheme: look.dark === true ? 'dark' : 'light',
      reducedMotion: 'reduce',
      acceptDownloads: true,
    })
    this.contexts.push(context)
    if (look.before !== undefined) await context.addInitScript(look.before)
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (failure) => faults.push(`${failure}`))
    page.on('console', (message) => {
      if (/Content Security Policy|Minified React|Warning:/.test(message.text())) faults.push(message.text())
    })
    await page.goto(address)
    return { page, faults }
  }

  async closePages(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()))
  }

  async stop(): Promise<void> {
    await this.chromium.close()
  }
}

/** Nothing that axe calls serious: contrast, names, roles, order. */
export async function expectAccessible(page: Page): Promise<void> {
  // Evaluated and not linked: the page's own policy lets no foreign script in.
  await page.evaluate(AXE)
  const found = await page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } }).axe
    return (await axe.run()).violations
  })
  const serious = found.filter((one) => SERIOUS.has(one.impact ?? ''))
  expect(serious.map((one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.html).join(' | ')}`)).toEqual([])
}

interface Violation {
  id: string
  impact?: string
  help: string
  nodes: { html: string }[]
}

/** Nothing stands out at the right: the page is read by going down only. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth
    return [...document.querySelectorAll('body *')]
      .filter((one) => one.getBoundingClientRect().right > width + 1 && one.closest('pre, .scrolls') === null)
      .map((one) => `${one.tagName} ${one.className}: ${one.textContent?.slice(0, 40)}`)
  })
  expect(wide).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
}

/** The page as it stands, on a phone in the dark: nothing is lost at the right, and axe has nothing serious; wide and light again afterwards. */
export async function expectOnPhoneInTheDark(page: Page): Promise<void> {
  await page.setViewportSize(PHONE)
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize(WIDE)
}

/** A picture for docs/console, from an element on, where pictures are asked for: FLASHBACK_PICTURES=1. */
export async function picture(page: Page, name: string, from = page.locator('body')): Promise<void> {
  if (process.env['FLASHBACK_PICTURES'] === undefined) return
  await from.evaluate((one) => one.scrollIntoView())
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: resolve(PICTURES, `${name}.png`) })
}
