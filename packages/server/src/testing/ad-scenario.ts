import { expect } from 'vitest'
import type { FakeAdPlatforms, FakeCode } from './fake-ad-platform.ts'
import type { TestKit, TestTenant } from './index.ts'
import { approvedPost, sparkCode } from './scenario.ts'

export const DAY = 86_400_000
export const ADVERTISER = '7012345678901234567'
export const OTHER_ADVERTISER = '7012345678901234568'
const APP = { id: 'app-1', secret: 'secret-1' }

/** Connects a workspace to ad accounts that the platform has, and gives their ids. */
export async function connect(tenant: TestTenant, fake: FakeAdPlatforms, token = `token of ${tenant.workspaceId}`) {
  fake.tokens.add(token)
  fake.advertisers.set(ADVERTISER, 'Lumen EU').set(OTHER_ADVERTISER, 'Lumen US')
  const { status, body, text } = await tenant.call('POST', '/v1/connections', { name: 'Ads', token, app: APP })
  expect(status, text).toBe(201)
  const accounts: { id: string; advertiserId: string }[] = (await tenant.call('GET', '/v1/ad-accounts')).body.data
  const idOf = (advertiser: string): string => accounts.find(account => account.advertiserId === advertiser)?.id ?? ''
  return { connectionId: String(body.id), token, account: idOf(ADVERTISER), other: idOf(OTHER_ADVERTISER) }
}

export interface Coded {
  readonly codeId: string
  readonly contentId: string
  readonly code: string
  readonly platformId: string
  /** Of the creator's page. */
  readonly token: string
  readonly requestId: string
}

/** A post with a live code that the platform knows as well, but said nothing about when it was pasted. */
export async function codedPost(
  { kit, tenant, fake }: { kit: TestKit; tenant: TestTenant; fake: FakeAdPlatforms },
  number: number,
  known: Partial<FakeCode> = {},
): Promise<Coded> {
  const code = sparkCode(`${tenant.workspaceId} ${number}`)
  fake.faults.inspectCode = ['refused']
  const { codeId, contentId, token, requestId } = await approvedPost(kit, tenant, { number, code, days: 30 })
  delete fake.faults.inspectCode
  const { platformId } = (await tenant.call('GET', `/v1/content/${contentId}`)).body
  const now = kit.kit.services.wallNow()
  fake.codes.set(code, { postId: platformId, startsAt: now, endsAt: now + 30 * DAY, ...known })
  return { codeId, contentId, code, platformId, token, requestId }
}

export const bind = (tenant: TestTenant, { codeId }: Pick<Coded, 'codeId'>, adAccountId: string) =>
  tenant.call('POST', `/v1/spark-codes/${codeId}/bind`, { adAccountId })

export const unbind = (tenant: TestTenant, { codeId }: Pick<Coded, 'codeId'>, adAccountId: string) =>
  tenant.call('POST', `/v1/spark-codes/${codeId}/unbind`, { adAccountId })

export const bindingsOf = async (tenant: TestTenant, query = '') => (await tenant.call('GET', `/v1/bindings?limit=100${query}`)).body.data
