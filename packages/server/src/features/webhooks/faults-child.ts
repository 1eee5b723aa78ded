import { pino } from 'pino'
import { createSparkKit } from '../../create-sparkkit.ts'
import { commitEvents, contentEvent } from './testing.ts'

/** Commits events and says so line by line, while its worker delivers them: a process to be killed at any moment. */
const [, , databaseUrl = '', keyRing = '', workspaceId = '', shiftMs = '0', mode = ''] = process.argv

const kit = await createSparkKit({
  databaseUrl,
  keyRing,
  publicUrl: 'https://sparkkit.test',
  logger: pino({ level: 'silent' }),
  allowLoopback: true,
  now: () => Date.now() + Number(shiftMs),
})
kit.worker.start()
process.stdout.write('ready\n')

for (let batch = 0; mode === 'write'; batch += 1) {
  const captions = Array.from({ length: 5 }, (_, index) => `${shiftMs} ${batch} ${index}`)
  await commitEvents(kit.services, workspaceId, captions.map(contentEvent))
  process.stdout.write(`committed ${JSON.stringify(captions)}\n`)
  await new Promise(resolve => setTimeout(resolve, 5))
}
setInterval(() => {}, 2 ** 30)
