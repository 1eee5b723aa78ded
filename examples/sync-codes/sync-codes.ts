import { httpAdTool } from './ad-tool.ts'
import { openLedger } from './ledger.ts'
import { createReceiver } from './receiver.ts'

function setting(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`Set ${name}.`)
  return value
}

const server = createReceiver({
  secret: setting('SPARKKIT_WEBHOOK_SECRET').split(','),
  adTool: httpAdTool({ url: setting('AD_TOOL_URL'), token: setting('AD_TOOL_TOKEN') }),
  ledger: openLedger(process.env.LEDGER ?? 'ledger.db'),
  log: line => console.log(line),
})
const port = Number(process.env.PORT ?? 4000)
server.listen(port, () => console.log(`Keeping codes in step, on port ${port}`))
