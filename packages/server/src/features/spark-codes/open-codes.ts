import type { Services } from '../../context.ts'
import { findSealedCodes } from './store.ts'

/** Codes in clear by their id, for bodies that are being sent: endpoints chosen to get them. Codes that are gone are left out. */
export async function openSparkCodes(
  services: Services,
  wanted: readonly { workspaceNo: number; subjectId: string }[],
): Promise<Map<string, string>> {
  const rows = await findSealedCodes(services.engine, wanted)
  return new Map(
    rows.map(({ id, workspaceId, sealed }) => [id, services.keyRing.open(sealed, { workspaceId, rowId: id, purpose: 'spark_code' })]),
  )
}
