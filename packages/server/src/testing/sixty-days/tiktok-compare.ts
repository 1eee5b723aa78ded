import type { Traffic } from '../../platforms/tiktok/simulator/index.ts'
import type { Run } from './tiktok-run.ts'

/** What SparkKit believes beside what TikTok knows; lists of disagreements are empty when all is well. */
export interface TiktokDays {
  readonly bound: readonly string[]
  readonly truth: readonly string[]
  readonly windows: readonly string[]
  /** Codes that live here and not in TikTok, or have ended here and not in TikTok. */
  readonly mistaken: readonly string[]
  readonly boundTwice: readonly string[]
  readonly codes: Readonly<Record<string, number>>
  readonly traffic: Traffic
  readonly kills: number
  readonly deeds: number
}

/** Compares SparkKit's view with the simulator's truth. */
export async function compare(run: Run): Promise<Omit<TiktokDays, 'kills'>> {
  const { simulator } = run.tiktok
  const { codes, posts, adAccounts, now } = simulator.describe()
  const gone = new Set(posts.filter(({ status }) => status === 'USER_DELETE').map(({ id }) => id))
  const known = new Map(codes.map(code => [code.code, code]))
  const isUsable = (code: string): boolean => {
    const found = known.get(code)
    return found !== undefined && found.deletedAt === null && found.endsAt > now && !gone.has(found.postId)
  }
  const ours = await run.all('/v1/spark-codes')
  const platformIds = new Map<string, string>((await run.all('/v1/content')).map(({ id, platformId }) => [id, platformId]))
  const plain = new Map<string, string>()
  for (const { id } of ours) plain.set(id, (await run.call('POST', `/v1/spark-codes/${id}/reveal`, {})).code)
  const bindings = await run.all('/v1/bindings?status=bound')
  const truth = adAccounts.flatMap(({ id, bound }) =>
    bound.filter(({ code }) => isUsable(code)).map(({ postId, code }) => `${id} ${postId} ${code}`),
  )
  const bound = bindings.map(each => `${each.advertiserId} ${platformIds.get(each.contentId)} ${plain.get(each.sparkCodeId)}`)
  const isAlive = ours.filter(({ status }) => status === 'live')
  const windows = isAlive
    .filter(({ id, endsAt }) => Math.abs(Date.parse(endsAt) - (known.get(plain.get(id) ?? '')?.endsAt ?? 0)) >= 1000)
    .map(({ id, endsAt, windowSource }) => `${id} ${endsAt} ${windowSource}`)
  const mistaken = ours
    .filter(({ id, status }) => (status === 'live') !== isUsable(plain.get(id) ?? '') && status !== 'superseded' && status !== 'invalid')
    .map(({ id, status, endsAt }) => `${id} ${status} ${endsAt}`)
  const boundTwice: string[] = []
  const times = new Map<string, number>()
  for (const { type, data } of await run.all('/v1/events?type=binding.*')) {
    if (type === 'binding.unbound') times.set(data.id, 0)
    if (type !== 'binding.bound') continue
    times.set(data.id, (times.get(data.id) ?? 0) + 1)
    if ((times.get(data.id) ?? 0) > 1) boundTwice.push(data.id)
  }
  const counts: Record<string, number> = {}
  for (const { status } of ours) counts[status] = (counts[status] ?? 0) + 1
  return {
    bound: bound.toSorted(),
    truth: truth.toSorted(),
    windows,
    mistaken,
    boundTwice,
    codes: counts,
    traffic: simulator.traffic.read(),
    deeds: simulator.creators.deeds.length,
  }
}
