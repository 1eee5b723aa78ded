import { isSparkKitError, SparkKit } from '@sparkkit/sdk'

const { SPARKKIT_URL = 'http://localhost:8787', SPARKKIT_API_KEY = '' } = process.env

/** Asks for a code for each post with enough views, and gives the messages to send to their creators. */
async function askForCodes(client: SparkKit, minViews: number): Promise<string[]> {
  const { workspace } = await client.me()
  const posts = await client.content.list({ sparkEligible: true, minViews, sort: '-views' }).toArray({ limit: 500 })
  console.log(`${workspace.name}: ${posts.length} posts over ${minViews} views can become Spark Ads.`)
  for (const { creator, metrics, url } of posts) console.log(`  @${creator.handle}  ${metrics.views} views  ${url}`)
  if (posts.length === 0) return []

  const { results, approvalLinks } = await client.sparkRequests.create({ content: posts.map(({ id }) => id), askedDays: 60 })
  for (const { index, problem } of results) {
    if (problem) console.log(`  Not asked for ${posts[index]?.url}: ${problem.detail}`)
  }
  // One link per creator, however many of their posts are asked for.
  return Promise.all(approvalLinks.map(async ({ id }) => (await client.approvalLinks.message(id)).text))
}

if (!SPARKKIT_API_KEY) {
  console.error('Set SPARKKIT_API_KEY: `pnpm start` prints one for its sandbox.')
  process.exit(1)
}

try {
  const client = new SparkKit({ apiKey: SPARKKIT_API_KEY, baseUrl: SPARKKIT_URL })
  const messages = await askForCodes(client, 100_000)
  for (const [index, message] of messages.entries()) console.log(`\n--- Message ${index + 1} of ${messages.length} ---\n${message}`)
} catch (error) {
  if (!isSparkKitError(error)) throw error
  console.error(`${error.name}: ${error.message}`)
  process.exitCode = 1
}
