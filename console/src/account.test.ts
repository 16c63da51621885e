import { describe, expect, it } from 'vitest'
import { requireOurs } from './account'

const ACCOUNT = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const MESSAGE = `console.example wants you to sign in with your Ethereum account:\n${ACCOUNT}\n\nURI: https://console.example`

describe('signing in', () => {
  it('signs the message of this page and this account, whatever case an address has', () => {
    expect(() => requireOurs(MESSAGE, ACCOUNT.toLowerCase(), 'console.example')).not.toThrow()
    expect(() => requireOurs(`https://${MESSAGE}`, ACCOUNT, 'console.example')).not.toThrow()
  })

  it.each([
    ['of another page', MESSAGE, ACCOUNT, 'other.example'],
    ['of another account', MESSAGE, '0x00000000000000000000000000000000000000aa', 'console.example'],
    ['that is no sign-in', 'I owe you everything', ACCOUNT, 'console.example'],
  ])('signs no message %s', (_, message, account, host) => {
    expect(() => requireOurs(message, account, host)).toThrow('Nothing was signed')
  })
})
