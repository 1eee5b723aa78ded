import { createAdaptorServer } from '@hono/node-server'
import { pino } from 'pino'
import { createSparkKit } from '../../create-sparkkit.ts'
import { createTiktokPlatforms } from '../../platforms/tiktok/platforms.ts'
import { createGuardedFetch } from '../../security/guarded-fetch.ts'
import type { ChildSettings } from './tiktok-service.ts'

// A service that can be killed: its wall clock is moved on by whoever started it.
const settings = JSON.parse(process.env.SETTINGS ?? '{}') as ChildSettings
const begun = Date.now()
let wall = settings.wall

const kit = await createSparkKit({
  databaseUrl: settings.databaseUrl,
  keyRing: settings.keyRing,
  publicUrl: `http://127.0.0.1:${settings.port}`,
  allowLoopback: true,
  rateLimit: false,
  adPlatforms: createTiktokPlatforms({ fetch: createGuardedFetch(), simulatorUrl: settings.simulatorUrl, pace: settings.pace }),
  logger: pino({ level: 'silent' }),
  now: () => wall + Date.now() - begun,
})
kit.worker.start()
createAdaptorServer({ fetch: kit.fetch }).listen(settings.port, '127.0.0.1', () => process.send?.('ready'))
process.on('message', (ms: number) => {
  wall += ms
  kit.worker.wake()
})
process.on('disconnect', () => process.exit())
