import { Printer } from './printer.ts'
import { setStage } from './stage.ts'
import {
  adAccountsConnect,
  adTeamWorks,
  type Balance,
  balance,
  clockRuns,
  creatorsAnswer,
  marketerAsks,
  type Play,
  postsComeIn,
} from './story.ts'

export interface DemoOptions {
  readonly write: (text: string) => void
  readonly isColoured: boolean
}

/** The whole story, from the first post to the renewed code. Leaves nothing behind. */
export async function runDemo({ write, isColoured }: DemoOptions): Promise<Balance> {
  const begun = performance.now()
  const printer = new Printer(write, isColoured)
  await using stage = await setStage(4)
  const { workspace } = await stage.client.me()
  const play: Play = { ...stage, printer, start: Date.parse(workspace.now), posts: new Map(), accounts: new Map(), told: 0 }
  printer.title('SparkKit: from a tagged post to a live Spark Ad', `service ${stage.url}   simulated TikTok ${stage.tiktok.url}`)
  await postsComeIn(play)
  await adAccountsConnect(play)
  await marketerAsks(play)
  await creatorsAnswer(play)
  await adTeamWorks(play)
  await clockRuns(play)
  const end = await balance(play)
  printer.line()
  printer.line(printer.paint('dim', `${((performance.now() - begun) / 1000).toFixed(0)} seconds. Try it yourself: npx -y pnpm@12 start`))
  printer.line()
  return end
}

if (import.meta.main) {
  const { disagreements } = await runDemo({
    write: text => process.stdout.write(text),
    isColoured: process.stdout.isTTY === true && process.stdout.hasColors() && !process.env.NO_COLOR,
  })
  if (disagreements.length > 0) process.exitCode = 1
}
