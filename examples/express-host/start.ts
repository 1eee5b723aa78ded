import { newKeyRingKey } from '@sparkkit/server'
import { pino } from 'pino'
import { createHost } from './host.ts'

const { PORT = '3000', SPARKKIT_KEY_RING = newKeyRingKey('example'), SPARKKIT_DATABASE_URL = 'file:.data/express-host.db' } = process.env

const logger = pino()
const host = await createHost({
  databaseUrl: SPARKKIT_DATABASE_URL,
  keyRing: SPARKKIT_KEY_RING,
  origin: `http://localhost:${PORT}`,
  logger: logger.child({ part: 'sparkkit' }, { level: 'warn' }),
  onEvent: event => logger.info({ type: event.type, by: event.actor }, 'event'),
})
host.kit.worker.start()
const server = host.app.listen(Number(PORT), () => logger.info(`http://localhost:${PORT}, SparkKit below /sparkkit`))

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    host.kit.endStreams()
    server.close(() => void host.kit.close())
  })
}
