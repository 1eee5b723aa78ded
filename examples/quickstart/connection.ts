import { TEST_PUBLIC_URL, type TestKit } from '../../packages/server/src/testing/index.ts'

/** How the story reaches the service. */
export interface Wire {
  url: string
  fetch: (url: string, init: RequestInit) => Promise<Response>
  close(): Promise<void>
}

/** In the same process, unless a suite puts something between. */
export const connection = {
  open: async (kit: TestKit): Promise<Wire> => ({
    url: TEST_PUBLIC_URL,
    fetch: (url, init) => kit.kit.fetch(new Request(url, init)),
    close: async () => {},
  }),
}
