import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright'

const executablePath = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  path => path !== undefined && existsSync(path),
)

/** Whether pages can be tested here; fails where `CI` is set and says so elsewhere. */
export function hasBrowser(pages: string): boolean {
  const notice = `${pages} is tested in Chromium, which was not found: install it, or name it in CHROME_PATH.`
  if (executablePath === undefined && process.env.CI === 'true') throw new Error(notice)
  if (executablePath === undefined) console.warn(`${notice} Skipped.`)
  return executablePath !== undefined
}

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  })

type Fetch = (request: Request) => Response | Promise<Response>

export interface PageServer {
  readonly origin: string
  /** Whoever answers from now on. */
  answerWith(fetch: Fetch): void
  close(): Promise<void>
}

/** A server on a free port of this machine, which is known before there is anything to serve. */
export async function createPageServer(): Promise<PageServer> {
  let fetch: Fetch = () => new Response(null, { status: 503 })
  const server = createAdaptorServer({ fetch: request => fetch(request) })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    answerWith: next => {
      fetch = next
    },
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

/** What axe finds on the page as it is now. */
export async function axeProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } as never)
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`),
    )
  })
}

/** Kept where `SPARKKIT_SCREENSHOTS` names a folder. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.SPARKKIT_SCREENSHOTS
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

export const widthOf = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth')
