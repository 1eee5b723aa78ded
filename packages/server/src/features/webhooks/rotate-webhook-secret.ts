import type { Ctx } from '../../context.ts'
import { iso, isoOrNull } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import type { RotatedWebhookSecret, RotateWebhookSecretInput } from './endpoint-schemas.ts'
import { presentEndpoint } from './present.ts'
import { sealSecret } from './secrets.ts'
import { newWebhookSecret } from './signature.ts'
import { lockEndpoint, updateEndpoint } from './store.ts'

const HOUR_MS = 3_600_000
/** Every secret that still signs makes the header longer. */
const MAX_OLD_SECRETS = 4

/** Makes a new secret. Deliveries carry signatures by both until the overlap ends, so that receivers change over without a gap. */
export async function rotateWebhookSecret(ctx: Ctx, input: RotateWebhookSecretInput & { id: string }): Promise<RotatedWebhookSecret> {
  const { id, overlapHours } = input
  const row = await lockEndpoint(ctx, id)
  if (!row) throw new Problem('not_found')
  const now = ctx.services.wallNow()
  const until = now + overlapHours * HOUR_MS
  const live = row.oldSecrets.filter(old => old.until > now)
  if (overlapHours > 0 && live.length >= MAX_OLD_SECRETS) {
    throw new Problem('conflict', `${MAX_OLD_SECRETS} older secrets still sign; wait for one to end, or rotate with an overlap of 0 hours.`)
  }
  const secret = newWebhookSecret()
  const changed = await updateEndpoint(ctx, id, {
    secretSealed: sealSecret({ keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id }, id, secret),
    oldSecrets: overlapHours === 0 ? [] : [{ sealed: row.secretSealed, until }, ...live],
    secretRotatedAt: now,
    updatedAt: now,
  })
  if (!changed) throw new Problem('not_found')
  const previous = { secretRotatedAt: isoOrNull(row.secretRotatedAt) }
  ctx.emit({ type: 'webhook_endpoint.updated', subjectId: id, data: presentEndpoint(changed), previous })
  return { secret, previousSecretExpiresAt: iso(until) }
}
