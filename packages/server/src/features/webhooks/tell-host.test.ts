import { expect, test } from 'vitest'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { eventsOf, ingest, postUrl } from '../../testing/scenario.ts'
import type { Event } from './schemas.ts'

onEveryEngine('the app that holds SparkKit', createKit => {
  test('hears of every event once, as the feed shows it and in its order, and holds nobody up by failing', async () => {
    const heard: Event[] = []
    const kit = await createKit({
      onEvent: async event => {
        heard.push(event)
        if (heard.length % 2 === 0) throw new Error('the screen is gone')
      },
    })
    const [brand, other] = [await kit.tenant(), await kit.tenant()]
    for (const number of [1, 2, 3]) for (const tenant of [brand, other]) await ingest(tenant, { url: postUrl(number) })
    const fed = [await eventsOf(kit, brand), await eventsOf(kit, other)]
    const of = (workspaceId: string) => heard.filter(event => event.workspaceId === workspaceId)
    expect([of(brand.workspaceId), of(other.workspaceId)]).toEqual(fed)
    expect(heard).toHaveLength(6)
    await kit.close()
  })
})
