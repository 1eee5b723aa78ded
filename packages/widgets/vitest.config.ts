import { existsSync } from 'node:fs'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

const CANDIDATES = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const executablePath = CANDIDATES.find(path => path !== undefined && existsSync(path))
const notice = 'The widgets are tested in Chromium, which was not found: install it, or name it in CHROME_PATH.'
if (executablePath === undefined && process.env.CI === 'true') throw new Error(notice)
if (executablePath === undefined) console.warn(`${notice} Skipped.`)

export default defineConfig({
  // Loaded up front: a dependency found in the middle of a run makes Vite reload the page under the tests.
  optimizeDeps: { include: ['axe-core', 'lit', 'lit/directive.js', 'lit/directives/repeat.js'] },
  test: {
    name: 'widgets',
    include: executablePath === undefined ? [] : ['src/**/*.test.ts'],
    passWithNoTests: true,
    browser: {
      enabled: executablePath !== undefined,
      headless: true,
      screenshotFailures: false,
      viewport: { width: 1280, height: 900 },
      provider: playwright({
        launchOptions: {
          ...(executablePath !== undefined && { executablePath }),
          args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
        },
      }),
      instances: [{ browser: 'chromium' }],
    },
  },
})
