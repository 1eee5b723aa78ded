import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestKit, type TestKit } from '../../testing/index.ts'
import { findWorkspace } from '../access/index.ts'
import { streamEvents } from './stream-events.ts'

let kit: TestKit

beforeAll(async () => {
  kit = await createTestKit()
})
afterAll(() => kit.close())

test('a silent stream gives signs of life, and ends when its credentials do', async () => {
  const { workspaceId } = await kit.tenant()
  const workspace = await findWorkspace(kit.kit.services.engine, workspaceId)
  if (!workspace) throw new Error('no workspace')
  let asked = 0
  const stream = await streamEvents(
    { services: kit.kit.services, workspace, actor: { type: 'system' }, requestId: null },
    {
      lastEventId: undefined,
      stillAllowed: async () => {
        asked += 1
        if (asked === 3) throw new Error('revoked')
      },
      options: { pollMs: 5, heartbeatMs: 20 },
    },
  )
  const text = await new Response(stream).text()
  expect(text.match(/: still here/g)).toHaveLength(2)
})
