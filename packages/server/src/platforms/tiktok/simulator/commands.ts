import { z } from '@hono/zod-openapi'
import { FAULTS } from './faults.ts'
import type { TiktokSimulator } from './simulator.ts'
import { PERSONAS, POST_FLAWS, POST_STATUSES } from './world-types.ts'

const time = z.union([z.number().int(), z.iso.datetime().transform(text => Date.parse(text))])
const handle = z.string().min(1).max(64)
const postId = z.string().regex(/^\d{1,20}$/)
const days = z.number().int().min(1).max(365).optional()
const nothing = z.strictObject({})

interface Command<S extends z.ZodType> {
  readonly input: S
  readonly run: (simulator: TiktokSimulator, input: z.output<S>) => unknown
}
const command =
  <S extends z.ZodType>(input: S, run: Command<S>['run']) =>
  (simulator: TiktokSimulator, body: unknown) =>
    run(simulator, input.parse(body))

/** What `POST /_control/{name}` does, with a JSON body. Times are epoch milliseconds or ISO 8601. */
export const COMMANDS = {
  'add-ad-account': command(z.strictObject({ name: z.string().max(200).optional() }), ({ world }, { name }) => {
    const { id } = world.addAdAccount(name)
    return { id }
  }),
  'close-ad-account': command(z.strictObject({ id: z.string() }), ({ world }, { id }) => world.closeAdAccount(id)),
  'add-creator': command(z.strictObject({ handle, persona: z.enum(PERSONAS).optional() }), ({ world }, input) =>
    world.addCreator(input.handle, input.persona),
  ),
  'add-post': command(
    z.strictObject({
      handle,
      id: postId.optional(),
      caption: z.string().max(2200).optional(),
      kind: z.enum(['VIDEO', 'CAROUSEL']).optional(),
      flaw: z.enum(POST_FLAWS).optional(),
      duetOf: postId.optional(),
    }),
    ({ world }, input) => world.addPost(input),
  ),
  'change-post': command(z.strictObject({ postId, status: z.enum(POST_STATUSES) }), ({ world }, input) =>
    world.changePost(input.postId, input.status),
  ),
  'generate-code': command(z.strictObject({ postId, days }), ({ world }, input) => world.generateCode(input.postId, input.days)),
  'extend-code': command(z.strictObject({ postId, days }), ({ world }, input) => world.extendCode(input.postId, input.days)),
  'revoke-code': command(z.strictObject({ postId }), ({ world }, input) => world.revokeCode(input.postId)),
  message: command(z.strictObject({ handle, text: z.string().max(20_000) }), (simulator, input) =>
    simulator.message(input.handle, input.text),
  ),
  clock: command(
    z.union([z.strictObject({ at: time }), z.strictObject({ advanceMs: z.number().int().nonnegative() })]),
    async ({ clock }, input) => {
      await clock.moveTo('at' in input ? input.at : clock.now() + input.advanceMs)
      return { now: clock.now() }
    },
  ),
  fault: command(
    z.strictObject({
      fault: z.enum([...FAULTS, 'any']),
      on: z.string().optional(),
      share: z.number().min(0).max(1).optional(),
      times: z.number().int().positive().optional(),
      from: time.optional(),
      until: time.optional(),
      executed: z.boolean().optional(),
      delayMs: z.number().int().nonnegative().max(600_000).optional(),
    }),
    ({ faults }, input) => faults.inject(input),
  ),
  'clear-faults': command(nothing, ({ faults }) => faults.clear()),
  'revoke-token': command(nothing, simulator => simulator.revokeToken()),
} as const
