// Who is signed in, and the organisations of theirs.

import { ApiError, read, write } from './api'
import { hex } from './wallet/abi'
import { sentence } from './wallet/eip1193'
import type { Connected } from './wallet/useWallet'

export type Role = 'OWNER' | 'ADMIN' | 'MEMBER' | 'AUDITOR'

export interface Session {
  wallet: string
  createdAt: number
  expiresAt: number
}

export interface Organisation {
  id: string
  name: string
  createdAt: number
  role?: Role
}

export interface Invitation {
  organisation: string
  organisationName: string
  wallet: string
  role: Role
  invitedBy: string
  expiresAt: number
}

export interface ApiKey {
  id: string
  name: string
  scopes: string[]
  madeBy: string
  createdAt: number
  expiresAt: number
  revokedAt?: number
  lastUsed?: number
}

export interface AuditPage {
  entries: { id: number; at: number; actor: string; operation: string; subject: string; result: string; address: string }[]
  next?: string
}

const UNAUTHORISED = 401

/** Who is signed in; none is no failure. */
export async function session(signal: AbortSignal): Promise<Session | null> {
  try {
    return await read<Session>('/v1/sessions/current', signal)
  } catch (failure) {
    if (failure instanceof ApiError && failure.problem.status === UNAUTHORISED) return null
    throw failure
  }
}

/** EIP-4361: the platform's message, signed by the wallet, for a cookie that scripts cannot read. */
export async function signIn(wallet: Connected): Promise<void> {
  const { message } = await write<{ message: string }>('POST', '/v1/sessions/challenge', { wallet: wallet.account })
  requireOurs(message, wallet.account)
  const signature = await wallet.provider
    .request({ method: 'personal_sign', params: [hex(new TextEncoder().encode(message)), wallet.account] })
    .catch((failure: unknown) => {
      throw new Error(sentence(failure))
    })
  await write('POST', '/v1/sessions', { message, signature })
}

/** Signs nothing that would sign the wallet in elsewhere, or as somebody else. */
export function requireOurs(message: string, account: string, host = location.host): void {
  const [first = '', second] = message.split('\n')
  // The scheme before the host is optional in EIP-4361.
  if (first.replace(/^https?:\/\//, '') !== `${host} wants you to sign in with your Ethereum account:` || second?.toLowerCase() !== account.toLowerCase()) {
    throw new Error(`The platform asked for a signature that is not for ${host} and this account. Nothing was signed; tell the platform's operator.`)
  }
}
